package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The watch page plays what Enhanced RTMP brings, where the browser has a decoder for it. */
class NewCodecsPageTest {
    private static final double SECONDS = 3;
    private static final String PLAYER =
            "document.querySelector('nexus-watch').shadowRoot.querySelector('nexus-player').video";

    private final TestingServer server = TestingServer.open(TestingServer.folder("new-codecs"));
    private final TestingBrowser browser = new TestingBrowser();

    @AfterEach
    void close() {
        browser.close();
        List<String> leaks = server.leaks();
        server.close();
        assertThat(leaks).isEmpty();
    }

    private static double number(Page page, String property) {
        return ((Number) page.evaluate(PLAYER + "." + property)).doubleValue();
    }

    @Test
    void av1_and_opus_play_with_low_latency() {
        CodecClip clip = CodecClip.AV1_OPUS;
        try (TestingProcess publisher =
                Ffmpeg.bundled().publish(clip.file(), server.rtmp("show"))) {
            server.awaitLive("show", "index.m3u8");
            Page page = browser.desk();
            page.navigate(server.http("/watch/show"));
            for (String type : List.of("video/mp4;codecs=av01.0.00M.08", "audio/mp4;codecs=opus")) {
                assertThat(page.evaluate("type => MediaSource.isTypeSupported(type)", type))
                        .as(type)
                        .isEqualTo(true);
            }
            TestingBrowser.awaitState(page, "nexus-watch", "playing");
            double begun = number(page, "currentTime");
            double frames = number(page, "getVideoPlaybackQuality().totalVideoFrames");
            TestingBrowser.await(
                    page,
                    "it goes on after " + begun,
                    () ->
                            Optional.of(number(page, "currentTime"))
                                    .filter(time -> time > begun + SECONDS));
            assertThat(number(page, "getVideoPlaybackQuality().totalVideoFrames"))
                    .isGreaterThan(frames + 25);
            assertThat(number(page, "videoHeight")).isEqualTo(180);
            assertThat(number(page, "webkitAudioDecodedByteCount")).isPositive();
            // Playlists are waited for, part by part.
            assertThat(
                            page.evaluate(
                                    "performance.getEntriesByType('resource')"
                                            + ".some(each => each.name.includes('_HLS_part='))"))
                    .isEqualTo(true);
            assertThat(publisher.isRunning()).isTrue();
            assertThat(browser.faults()).isEmpty();
        }
    }
}
