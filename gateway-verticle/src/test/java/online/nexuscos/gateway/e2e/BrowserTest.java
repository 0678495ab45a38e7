package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a viewer sees: the pages in Debian's Chromium, with FFmpeg publishing. */
class BrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final double LATENCY_SECONDS = 1.5;

    /** The picture, as one number that another picture would hardly have. */
    private static final String PICTURE =
            """
            video => {
              const canvas = document.createElement("canvas");
              canvas.width = 64; canvas.height = 36;
              const context = canvas.getContext("2d");
              context.drawImage(video, 0, 0, 64, 36);
              return context.getImageData(0, 0, 64, 36).data.reduce((sum, v) => (sum * 31 + v) % 1e9, 0);
            }
            """;

    /** Keeps all that the page was in. */
    private static final String STATES =
            """
            window.states = [];
            new MutationObserver(() => {
              const state = document.querySelector("nexus-watch")?.dataset.state;
              if (state) states.push(state);
            }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-state"] });
            """;

    private final List<String> console = new ArrayList<>();
    private TestingServer server = TestingServer.open(TestingServer.folder("browser"));
    private TestingProcess publisher = publish();
    private final Playwright playwright =
            Playwright.create(
                    new Playwright.CreateOptions()
                            .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser = playwright.chromium().launch(options());
    private final Page page = browser.newPage();

    private static BrowserType.LaunchOptions options() {
        return new BrowserType.LaunchOptions()
                .setExecutablePath(CHROMIUM)
                .setHeadless(true)
                .setArgs(
                        List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--autoplay-policy=no-user-gesture-required"));
    }

    private TestingProcess publish() {
        return Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp("show"));
    }

    @BeforeEach
    void listen() {
        page.onConsoleMessage(this::said);
        page.onPageError(error -> console.add("page error: " + error));
    }

    private void said(ConsoleMessage message) {
        if (message.type().equals("error")) {
            console.add(message.text() + " at " + message.location());
        }
    }

    @AfterEach
    void close() {
        playwright.close();
        publisher.close();
        server.close();
    }

    private void watch() {
        server.awaitLive("show", "index.m3u8");
        page.navigate(server.http("/watch/show"));
        awaitPlaying();
    }

    private void awaitPlaying() {
        await("the page plays", () -> Optional.of(state()).filter("playing"::equals));
    }

    /** Playwright's own waits keep its events coming; this one looks at its page between them. */
    private <T> T await(String what, java.util.concurrent.Callable<Optional<T>> source) {
        return Await.value(
                what,
                PATIENCE,
                () -> {
                    page.waitForTimeout(50);
                    return source.call();
                });
    }

    private String state() {
        return String.valueOf(page.locator("nexus-watch").getAttribute("data-state"));
    }

    private double number(String expression) {
        Object value = page.locator("video").first().evaluate(expression);
        return ((Number) value).doubleValue();
    }

    private double time() {
        return number("video => video.currentTime");
    }

    private double frames() {
        return number("video => video.getVideoPlaybackQuality().totalVideoFrames");
    }

    private void awaitPicturesMove() {
        double time = time();
        double frames = frames();
        double picture = number(PICTURE);
        await(
                "two seconds of moving pictures after " + time,
                () ->
                        Optional.of(time() > time + 2 && frames() > frames + 25)
                                .filter(moved -> moved && number(PICTURE) != picture));
    }

    @Test
    void plays_moving_pictures_near_the_live_edge() {
        watch();
        awaitPicturesMove();
        double latency =
                await(
                        "a latency of at most " + LATENCY_SECONDS + " s; state " + state(),
                        () -> latency().filter(each -> each <= LATENCY_SECONDS));
        assertThat(latency).isPositive();
        assertThat(console).isEmpty();
    }

    private Optional<Double> latency() {
        String text = page.locator("nexus-watch").getAttribute("data-latency");
        return Optional.ofNullable(text).map(Double::parseDouble);
    }

    @Test
    void goes_on_when_the_publisher_comes_back() {
        watch();
        page.evaluate("window.unchanged = true");
        publisher.kill();
        await(
                "the stream waits",
                () -> Optional.of(api().contains("waiting")).filter(Boolean::booleanValue));
        publisher = publish();
        await("the stream is live", () -> Optional.of(api().contains("live")).filter(b -> b));
        awaitPlaying();
        awaitPicturesMove();
        assertThat(page.evaluate("window.unchanged")).isEqualTo(true);
        assertThat(console).isEmpty();
    }

    private String api() {
        byte[] body = server.get("/api/streams/show").body();
        String text = new String(body, java.nio.charset.StandardCharsets.UTF_8);
        return text.replaceAll(".*\"state\":\"(\\w+)\".*", "$1");
    }

    @Test
    void recovers_when_the_server_comes_back() {
        watch();
        page.evaluate("window.unchanged = true");
        int http = server.httpPort();
        int rtmp = server.rtmpPort();
        server.close();
        publisher.close();
        server =
                TestingServer.start(
                        TestingServer.folder("browser"),
                        Map.of(
                                "NEXUS_INGEST_OPEN", "true",
                                "NEXUS_HTTP_PORT", String.valueOf(http),
                                "NEXUS_RTMP_PORT", String.valueOf(rtmp)));
        publisher = publish();
        server.awaitLive("show", "index.m3u8");
        awaitPlaying();
        awaitPicturesMove();
        assertThat(page.evaluate("window.unchanged")).isEqualTo(true);
        assertThat(policyViolations()).isEmpty();
    }

    @Test
    void waits_for_a_server_that_starts() {
        server.awaitLive("show", "index.m3u8");
        page.addInitScript(STATES);
        AtomicInteger asked = new AtomicInteger();
        page.route(
                "**/api/streams/show",
                route -> {
                    if (asked.incrementAndGet() <= 3) {
                        route.fulfill(new Route.FulfillOptions().setStatus(503));
                    } else {
                        route.resume();
                    }
                });
        page.navigate(server.http("/watch/show"));
        awaitPlaying();
        assertThat(asked.get()).isGreaterThan(3);
        assertThat((String) page.evaluate("states.join()"))
                .contains("playing")
                .doesNotContain("unreachable");
        assertThat(policyViolations()).isEmpty();
    }

    /** A server that is away makes the browser report failed requests; those are no fault. */
    private List<String> policyViolations() {
        return console.stream()
                .filter(line -> line.contains("Content Security") || line.contains("page error"))
                .toList();
    }

    @Test
    void front_page_lists_what_is_live() {
        server.awaitLive("show", "index.m3u8");
        page.navigate(server.http("/"));
        page.locator("a[href='/watch/show']").first().waitFor();
        page.locator("a[href='/watch/show']").first().click();
        awaitPlaying();
        assertThat(page.url()).endsWith("/watch/show");
        assertThat(console).isEmpty();
    }
}
