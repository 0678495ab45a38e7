package online.nexuscos.gateway.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Debian's Chromium with pages that have one of the players of npm in them, and nothing else. */
final class PlayerPage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private final NodePackages packages = NodePackages.of("players", "play.js");
    private final Playwright playwright =
            Playwright.create(
                    new Playwright.CreateOptions()
                            .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser =
            playwright
                    .chromium()
                    .launch(
                            new BrowserType.LaunchOptions()
                                    .setExecutablePath(CHROMIUM)
                                    .setHeadless(true)
                                    .setArgs(
                                            List.of(
                                                    "--no-sandbox",
                                                    "--disable-gpu",
                                                    "--disable-background-networking",
                                                    "--disable-component-update",
                                                    "--autoplay-policy=no-user-gesture-required")));

    final List<String> console = new ArrayList<>();

    /** A page where that file of a package was loaded. */
    Page open(String module) {
        Page page = browser.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                console.add(message.text());
            }
        });
        page.setContent("<video muted autoplay></video>");
        for (Path script : List.of(packages.module(module), packages.file("play.js"))) {
            page.addScriptTag(new Page.AddScriptTagOptions().setPath(script));
        }
        return page;
    }

    static double number(Page page, String expression) {
        return ((Number) page.evaluate(expression)).doubleValue();
    }

    /** Playwright's own waits keep its events coming; this one looks at its page between them. */
    static <T> T await(Page page, String what, Callable<Optional<T>> source) {
        return Await.value(
                what,
                PATIENCE,
                () -> {
                    page.waitForTimeout(50);
                    return source.call();
                });
    }

    /** Waits for pictures that move on for some seconds. */
    static void awaitPlaying(Page page, String who, double seconds) {
        double frames = number(page, "state().frames");
        double begun =
                await(
                        page,
                        who + " plays; " + page.evaluate("JSON.stringify(state())"),
                        () ->
                                Optional.of(number(page, "state().time"))
                                        .filter(time ->
                                                number(page, "state().frames") > frames + 5));
        await(
                page,
                who + " goes on after " + begun,
                () -> Optional.of(number(page, "state().time")).filter(t -> t > begun + seconds));
    }

    @Override
    public void close() {
        playwright.close();
    }
}
