package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way to HTTPS, and a stream over it, in Debian's Chromium. */
class SecurePageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int PHONE_WIDTH = 360;

    private final List<String> console = new ArrayList<>();
    private final TestingServer server = TestingServer.open(TestingServer.folder("secure"));
    private final Playwright playwright =
            Playwright.create(
                    new Playwright.CreateOptions()
                            .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser =
            playwright
                    .chromium()
                    .launch(
                            new BrowserType.LaunchOptions()
                                    .setExecutablePath(Path.of("/usr/bin/chromium"))
                                    .setHeadless(true)
                                    .setArgs(
                                            List.of(
                                                    "--no-sandbox",
                                                    "--disable-gpu",
                                                    "--disable-quic",
                                                    "--no-first-run",
                                                    "--disable-background-networking",
                                                    "--autoplay-policy=no-user-gesture-required")));

    @AfterEach
    void close() {
        playwright.close();
        server.close();
    }

    /** A page of a visitor who went past the browser's warning. */
    private Page page(int width) {
        Page page =
                browser.newPage(
                        new Browser.NewPageOptions()
                                .setIgnoreHTTPSErrors(true)
                                .setViewportSize(width, 800));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                console.add(message.text());
            }
        });
        page.onPageError(error -> console.add("page error: " + error));
        return page;
    }

    private static double number(Page page, String expression) {
        return ((Number) page.evaluate(expression)).doubleValue();
    }

    @Test
    void a_phone_learns_to_trust_the_server() {
        int secure = server.httpsPort();
        Page page = page(PHONE_WIDTH);
        page.navigate(server.http("/trust"));
        page.waitForSelector("nexus-trust[data-state=known]");
        assertThat(number(page, "document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(PHONE_WIDTH);
        Locator code = page.locator("nexus-qr-code svg");
        assertThat(code.getAttribute("aria-label"))
                .matches("QR code of http://.*:" + server.httpPort() + "/trust");
        assertThat(code.locator("path").getAttribute("d")).hasSizeGreaterThan(500);
        String print = page.locator(".print").innerText().strip();
        assertThat(server.process().text()).contains("SHA-256 is " + print);
        assertThat(page.locator("nexus-trust-steps details[open]").count()).isEqualTo(1);
        var download =
                page.waitForDownload(
                        () -> page.getByText("Download the certificate").first().click());
        assertThat(download.suggestedFilename()).isEqualTo("nexus-cos-authority.crt");
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(Path.of("target", "e2e", "trust.png")));
        page.getByText("Open it by HTTPS").click();
        page.waitForURL("https://127.0.0.1:" + secure + "/");
        assertThat(page.evaluate("window.isSecureContext")).isEqualTo(true);
        assertThat(console).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/, Nothing is live yet",
        "/beta, Welcome to the beta",
        "/trust, Trust this server"
    })
    void pages_keep_to_their_policy(String path, String text) {
        // Before HTTPS is open, the page of trust is told that there is no authority, with a 404.
        assertThat(server.httpsPort()).isPositive();
        Page page = page(1280);
        page.navigate(server.http(path));
        page.getByText(text).first().waitFor();
        assertThat(number(page, "document.documentElement.scrollWidth")).isLessThanOrEqualTo(1280);
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(
                                Path.of(
                                        "target",
                                        "e2e",
                                        "page" + path.replace('/', '-') + ".png")));
        assertThat(console).isEmpty();
    }

    @Test
    void a_stream_plays_over_http_2() {
        int secure = server.httpsPort();
        try (TestingProcess publisher =
                Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp("show"))) {
            server.awaitLive("show", "index.m3u8");
            Page page = page(1280);
            page.navigate("https://127.0.0.1:" + secure + "/watch/show");
            Await.value(
                    "three seconds of the stream",
                    PATIENCE,
                    () -> {
                        page.waitForTimeout(50);
                        return Optional.of(
                                        number(
                                                page,
                                                "document.querySelector('nexus-watch').shadowRoot"
                                                        + ".querySelector('nexus-player').video"
                                                        + ".currentTime"))
                                .filter(time -> time > 3);
                    });
            assertThat(
                            page.evaluate(
                                    "[...new Set(performance.getEntriesByType('resource')"
                                            + ".filter(e => e.name.includes('/live/') && e.responseStatus == 200)"
                                            + ".map(e => e.nextHopProtocol))].join()"))
                    .isEqualTo("h2");
            assertThat(publisher.isRunning()).isTrue();
            assertThat(console).isEmpty();
        }
    }
}
