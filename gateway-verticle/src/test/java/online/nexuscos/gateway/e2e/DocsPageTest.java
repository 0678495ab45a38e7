package online.nexuscos.gateway.e2e;

import static online.nexuscos.gateway.e2e.TestingBrowser.shot;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The interface's own page, where somebody reads of a route and tries it. */
class DocsPageTest {
    private final TestingServer server = TestingServer.open(TestingServer.folder("docs"));
    private final TestingBrowser browser = new TestingBrowser();

    @AfterEach
    void close() {
        browser.close();
        server.close();
    }

    @Test
    void aRouteIsReadAndTried() {
        Page page = browser.desk();
        List<String> elsewhere = new ArrayList<>();
        page.onRequest(request -> {
            boolean ours = request.url().startsWith(server.http("/"));
            if (!ours && !request.url().startsWith("data:")) {
                elsewhere.add(request.url());
            }
        });
        page.navigate(server.http("/api/docs"));
        page.locator("h3[data-tag=core-os]").click();
        Locator route = page.locator(".opblock:has([data-path='/api/os/modules'])").first();
        route.waitFor();
        shot(page, "docs-1440x900");
        route.locator(".opblock-summary").click();
        route.locator(".execute").click();
        Locator answer = route.locator(".live-responses-table .response");
        answer.waitFor();
        assertThat(answer.locator(".response-col_status").textContent()).startsWith("200");
        assertThat(answer.textContent()).contains("PUABO BLAC");
        shot(page, "docs-tried-1440x900");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        shot(page, "docs-1440x900-dark");
        page.setViewportSize(390, 844);
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        shot(page, "docs-390x844-dark");
        assertThat(elsewhere).isEmpty();
        assertThat(browser.faults()).isEmpty();
    }
}
