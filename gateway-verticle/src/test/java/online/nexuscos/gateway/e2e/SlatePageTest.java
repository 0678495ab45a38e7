package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A viewer of a channel that is always on, in Debian's Chromium, with hls.js. */
class SlatePageTest {
    /** So long the picture may stand still, on a machine that is busy with other tests. */
    private static final double MAX_STALL_SECONDS = 1.5;

    /** Less than two pictures: so exact is Chromium's clock where its sound runs dry. */
    private static final double MAX_BACK = 0.07;

    /**
     * Notes how long the time of the video stood still, how far it went back, and what happened.
     */
    private static final String WITNESS =
            """
            video => {
              const seen = { time: video.currentTime, at: performance.now(), longest: 0, back: 0 };
              window.witness = seen;
              seen.events = [];
              for (const type of ["loadstart", "emptied", "seeking", "error", "pause", "waiting"]) {
                video.addEventListener(type, () => {
                  const ranges = Array.from({ length: video.buffered.length }, (_, i) =>
                    `${video.buffered.start(i).toFixed(3)}-${video.buffered.end(i).toFixed(3)}`);
                  seen.events.push(`${type} at ${video.currentTime.toFixed(3)} of ${ranges}`);
                });
              }
              setInterval(() => {
                const now = performance.now();
                const time = video.currentTime;
                if (time < seen.time) seen.events.push(`${seen.time} to ${time}`);
                seen.back = Math.max(seen.back, seen.time - time);
                seen.longest = Math.max(seen.longest, now - seen.at);
                if (time !== seen.time) {
                  seen.time = time;
                  seen.at = now;
                }
              }, 50);
            }
            """;

    private final TestingServer server =
            TestingServer.start(
                    TestingServer.folder("slate-page"),
                    Map.of(
                            "NEXUS_CHANNELS",
                            "{show: {title: Jazz tonight, key: key-of-show, alwaysOn: true}}"));
    private final TestingBrowser browser = new TestingBrowser();
    private final Page page = browser.desk();

    @AfterEach
    void close() {
        browser.close();
        server.close();
    }

    private double witness(String field) {
        return ((Number) page.evaluate("window.witness." + field)).doubleValue();
    }

    private void awaitPlayed(double seconds) {
        double begun = witness("time");
        TestingBrowser.await(
                page,
                seconds + " s more are played",
                () -> Optional.of(witness("time")).filter(time -> time > begun + seconds));
    }

    private void awaitBadge(String text) {
        page.locator("nexus-channel-text nexus-live-badge")
                .filter(new Locator.FilterOptions().setHasText(text))
                .waitFor();
    }

    @Test
    void a_player_goes_on_from_slate_to_publisher_and_back() {
        server.awaitLive("show", "index.m3u8");
        page.navigate(server.http("/watch/show"));
        TestingBrowser.awaitState(page, "nexus-watch", "playing");
        awaitBadge("Back soon");
        TestingBrowser.shots(page, "slate");
        page.locator("video").first().evaluate(WITNESS);
        awaitPlayed(2);
        for (int round = 0; round < 2; round++) {
            TestingProcess publisher =
                    Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp("key-of-show"));
            awaitBadge("Live");
            awaitPlayed(4);
            publisher.kill();
            awaitBadge("Back soon");
            awaitPlayed(4);
        }
        String seen = page.evaluate("JSON.stringify(window.witness)").toString();
        assertThat(seen).doesNotContain("loadstart", "emptied", "seeking", "error", "pause");
        assertThat(witness("back"))
                .as("seconds that the time went back: " + seen)
                .isLessThan(MAX_BACK);
        assertThat(witness("longest") / 1000)
                .as("the longest stall in seconds: " + seen)
                .isLessThan(MAX_STALL_SECONDS);
        assertThat(page.locator("nexus-watch").getAttribute("data-state")).isEqualTo("playing");
        assertThat(browser.faults()).isEmpty();
    }
}
