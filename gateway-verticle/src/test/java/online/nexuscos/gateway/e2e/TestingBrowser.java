package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Debian's Chromium, and what its pages had to complain of. */
final class TestingBrowser implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String FITS = "document.documentElement.scrollWidth <= innerWidth";

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
                                                    "--no-first-run",
                                                    "--disable-background-networking",
                                                    "--disable-component-update",
                                                    "--disable-sync",
                                                    "--autoplay-policy=no-user-gesture-required")));
    private final List<String> faults = new ArrayList<>();

    /** A page of a new visitor. */
    Page page(int width, int height) {
        Page page =
                browser.newContext(
                                new Browser.NewContextOptions()
                                        .setViewportSize(width, height)
                                        .setLocale("en-GB"))
                        .newPage();
        page.setDefaultTimeout((double) PATIENCE.toMillis());
        page.onPageError(error -> faults.add("page error: " + error));
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security")) {
                faults.add(message.text());
            }
        });
        return page;
    }

    /** As on a desk. */
    Page desk() {
        return page(1440, 900);
    }

    /** Errors of scripts, and what the content policy forbade. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** The page as it is on a phone too, and by night: the same visitor, another size. */
    static void shots(Page page, String name) {
        shot(page, name + "-1440x900");
        page.setViewportSize(390, 844);
        assertThat(page.evaluate(FITS)).as(name + " fits a phone").isEqualTo(true);
        shot(page, name + "-390x844");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        shot(page, name + "-390x844-dark");
        page.setViewportSize(1440, 900);
        shot(page, name + "-1440x900-dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    static void shot(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(Path.of("target", "pages", name + ".png"))
                        .setFullPage(true));
    }

    static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    static void fill(Page page, String label, String text) {
        page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).fill(text);
    }

    static void awaitText(Page page, String text) {
        page.getByText(text).first().waitFor();
    }

    static void awaitShown(Page page, String element) {
        awaitState(page, element, "shown");
    }

    static void awaitState(Page page, String element, String state) {
        page.locator(element + "[data-state=" + state + "]").waitFor();
    }

    /** By the links in the head of every page. */
    static void go(Page page, String link) {
        page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Site"))
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(link))
                .click();
    }

    /** Playwright's own waits keep its events coming; this one looks at a page between them. */
    static <T> T await(Page page, String what, java.util.concurrent.Callable<Optional<T>> source) {
        return Await.value(
                what,
                PATIENCE,
                () -> {
                    page.waitForTimeout(50);
                    return source.call();
                });
    }

    @Override
    public void close() {
        playwright.close();
    }
}
