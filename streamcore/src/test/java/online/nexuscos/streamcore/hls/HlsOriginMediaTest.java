package online.nexuscos.streamcore.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.util.concurrent.CompletableFuture;
import online.nexuscos.streamcore.hls.TestingOrigin.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments, parts, and what holds for all requests. */
class HlsOriginMediaTest {
    private final TestingOrigin origin = new TestingOrigin();

    /** Segments 7 and 8 are whole, of 3 parts; 9 has its parts 0 and 1. */
    private final TestingRendition video = TestingRendition.video(0.2, 7).segments(2, 3).parts(2);

    private final TestingRendition audio = TestingRendition.audio(0.2, 7).segments(2, 3).parts(2);

    @BeforeEach
    void start() {
        origin.presentation.start(video, audio);
    }

    private void step(Runnable step) {
        origin.presentation.onLoop(step);
    }

    @AfterEach
    void close() {
        origin.close();
    }

    @ParameterizedTest
    @CsvSource({
        "v-k3-init0.mp4, video/mp4, video init0",
        "a-k3-init0.mp4, audio/mp4, audio init0",
        "v-k3-7.1.m4s, video/mp4, video 7.1",
        "a-k3-9.1.m4s, audio/mp4, audio 9.1",
    })
    void initializationsAndPartsAreServed(String file, String type, String text) {
        Reply reply = origin.get(file);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).isEqualTo(type);
        assertThat(reply.header("content-length")).isEqualTo("64");
        assertThat(reply.header("cache-control")).isEqualTo("public, max-age=3600, immutable");
        assertThat(reply.header("accept-ranges")).isEqualTo("bytes");
        assertThat(TestingRendition.textOf(reply.bytes())).isEqualTo(text);
    }

    @Test
    void aSegmentIsItsParts() {
        Reply reply = origin.get("v-k3-8.m4s");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-length")).isEqualTo("192");
        assertThat(reply.body().replace("\0", "")).isEqualTo("video 8.0 video 8.1 video 8.2 ");
    }

    @Test
    void aHintedPartIsWaitedForAndSentWhole() {
        CompletableFuture<Reply> waiting = origin.getBlocked("v-k3-9.2.m4s");
        step(audio::part);
        assertThat(waiting).isNotDone();
        step(video::part);

        Reply reply = TestingOrigin.await(waiting);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(TestingRendition.textOf(reply.bytes())).isEqualTo("video 9.2");
        assertThat(reply.header("content-length")).isEqualTo("64");
    }

    @Test
    void aHintedPartThatNeverComesIsNotFound() {
        CompletableFuture<Reply> waiting = origin.getBlocked("v-k3-9.2.m4s");
        step(video::endSegment);
        assertThat(TestingOrigin.await(waiting).status()).isEqualTo(404);

        CompletableFuture<Reply> last = origin.getBlocked("v-k3-10.0.m4s");
        step(video::end);
        assertThat(TestingOrigin.await(last).status()).isEqualTo(404);
        assertThat(origin.get("v-k3-10.0.m4s").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v-k3-9.3.m4s",
                "v-k3-10.0.m4s",
                "v-k3-10.m4s",
                "v-k3-6.m4s",
                "v-k3-8.3.m4s",
                "v-k2-8.m4s",
                "x-k3-8.m4s",
                "v-k3-init1.mp4",
                "v-k3-08.m4s",
                "other.m3u8",
                ".m3u8",
                ".mp4",
            })
    void whatIsNotThereIsNotFoundAtOnce(String file) {
        Reply reply = origin.get(file);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.header("cache-control")).isEqualTo("no-store");
        assertThat(reply.header("access-control-allow-origin")).isEqualTo("*");
    }

    @Test
    void retiredMediaIsServedUntilItIsEvicted() {
        step(video::retire);
        assertThat(origin.get("video.m3u8").body()).doesNotContain("v-k3-7.m4s", "v-k3-7.0.m4s");
        assertThat(origin.get("v-k3-7.m4s").status()).isEqualTo(200);
        assertThat(origin.get("v-k3-7.2.m4s").status()).isEqualTo(200);
        step(video::evict);
        assertThat(origin.get("v-k3-7.m4s").status()).isEqualTo(404);
        assertThat(origin.get("v-k3-7.2.m4s").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-4, 206, bytes 0-4/192, video",
        "bytes=64-72, 206, bytes 64-72/192, video 8.1",
        "bytes=-64, 206, bytes 128-191/192, video 8.2",
        "bytes=128-, 206, bytes 128-191/192, video 8.2",
        "bytes=128-9999, 206, bytes 128-191/192, video 8.2",
        "'bytes=0-1,3-4', 200, '', video 8.0",
    })
    void aRangeIsServed(String range, int status, String contentRange, String text) {
        Reply reply = origin.get("v-k3-8.m4s", "Range", range);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("content-range")).isEqualTo(contentRange);
        assertThat(reply.header("content-length")).isEqualTo("" + reply.bytes().length);
        assertThat(reply.body()).startsWith(text);
    }

    @Test
    void aRangeAcrossPartsIsServed() {
        Reply reply = origin.get("v-k3-8.m4s", "Range", "bytes=60-140");

        assertThat(reply.bytes()).hasSize(81);
        assertThat(reply.body().replace("\0", "")).isEqualTo("video 8.1 video 8.2 ");
    }

    @Test
    void aRangeBeyondTheEndIsRefused() {
        Reply reply = origin.get("v-k3-8.m4s", "Range", "bytes=192-");

        assertThat(reply.status()).isEqualTo(416);
        assertThat(reply.header("content-range")).isEqualTo("bytes */192");
        assertThat(reply.header("cache-control")).isEqualTo("no-store");
    }

    @Test
    void aConditionalRangeIsTheWhole() {
        Reply reply = origin.get("v-k3-8.m4s", "Range", "bytes=0-1", "If-Range", "\"x\"");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.bytes()).hasSize(192);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v-k3-8.m4s", "v-k3-8.0.m4s", "video.m3u8", "index.m3u8", "gone.mp4"})
    void headTellsWhatGetWould(String file) {
        Reply get = origin.get(file);
        Reply head = origin.request(HttpMethod.HEAD, "/live/demo/" + file);

        assertThat(head.status()).isEqualTo(get.status());
        assertThat(head.bytes()).isEmpty();
        for (String name : new String[] {"content-length", "content-type", "cache-control"}) {
            assertThat(head.header(name)).isEqualTo(get.header(name)).isNotEmpty();
        }
    }

    @Test
    void preflightIsAnswered() {
        for (String file : new String[] {"video.m3u8", "v-k3-8.m4s", "nothing.mp4"}) {
            Reply reply = origin.request(HttpMethod.OPTIONS, "/live/demo/" + file);
            assertThat(reply.status()).isEqualTo(204);
            assertThat(reply.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
            assertThat(reply.header("access-control-allow-origin")).isEqualTo("*");
            assertThat(reply.header("access-control-allow-methods"))
                    .isEqualTo("GET, HEAD, OPTIONS");
            assertThat(reply.header("access-control-allow-headers")).contains("Range");
        }
    }

    @Test
    void otherMethodsAreNotAllowed() {
        Reply reply = origin.request(HttpMethod.POST, "/live/demo/video.m3u8");

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(reply.header("access-control-allow-origin")).isEqualTo("*");
    }

    @Test
    void aPageMayReadTheTime() {
        Reply reply = origin.get("video.m3u8");

        assertThat(reply.header("access-control-expose-headers")).contains("Date");
        assertThat(reply.header("date"))
                .matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
    }

    @ParameterizedTest
    @CsvSource({
        "/live/other/index.m3u8, 404",
        "/live/de%6Do/index.m3u8, 404",
        "/live//index.m3u8, 404",
        "/live/de.mo/index.m3u8, 404",
        "/live/demo/manifest.mpd, 200",
        "/live/demo/a/index.m3u8, 418",
        "/live/demo, 418",
        "/live/demo?/index.m3u8, 418",
        "/live/demo/x?a=.m3u8, 418",
        "/live.m3u8, 418",
        "/, 418",
        "/live/demo/index.m3u8, 200",
        "/live/demo/index.m3u8?, 200",
        "/live/demo/index.m3u8?a=/b, 200",
        "http://example.com/live/demo/index.m3u8, 200",
        "http://example.com, 418",
    })
    void onlyItsOwnPathsAreHandled(String uri, int status) {
        assertThat(origin.request(HttpMethod.GET, uri).status()).isEqualTo(status);
    }

    @Test
    void aNameOfMoreThanSixtyFourLettersIsNone() {
        String uri = "/live/" + "x".repeat(65) + "/index.m3u8";
        assertThat(origin.request(HttpMethod.GET, uri).status()).isEqualTo(404);
    }
}
