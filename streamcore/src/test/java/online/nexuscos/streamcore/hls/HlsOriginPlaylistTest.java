package online.nexuscos.streamcore.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import online.nexuscos.streamcore.hls.TestingOrigin.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Playlists over HTTP: draft-pantos-hls-rfc8216bis, 6.2.5. */
class HlsOriginPlaylistTest {
    private final TestingOrigin origin = new TestingOrigin();

    /** Segments 100 to 119 are whole, 120 has its parts 0 and 1. */
    private final TestingRendition video =
            TestingRendition.video(0.2, 100).segments(20, 10).parts(2);

    private final TestingRendition audio =
            TestingRendition.audio(0.214, 100).segments(20, 10).parts(2);

    private void start() {
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
    @ValueSource(
            strings = {
                "_HLS_part=1",
                "_HLS_msn=x",
                "_HLS_msn=-1",
                "_HLS_msn=99999999999999999999",
                "_HLS_msn=120&_HLS_part=x",
            })
    void directivesThatMeanNothingAreRefused(String query) {
        start();
        Reply reply = origin.get("video.m3u8?" + query);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
        assertThat(reply.header("cache-control")).isEqualTo("no-store");
        assertThat(reply.header("access-control-allow-origin")).isEqualTo("*");
        assertThat(reply.body()).startsWith("{\"type\":\"about:blank\",\"title\":\"Bad Request\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_HLS_msn=122",
                "_HLS_msn=999999999",
                "_HLS_msn=120&_HLS_part=17",
                "_HLS_msn=121&_HLS_part=15"
            })
    void whatIsTooFarAheadIsRefusedAtOnce(String query) {
        start();
        assertThat(origin.get("video.m3u8?" + query).status()).isEqualTo(400);
    }

    @Test
    void aRequestForTheNextPartWaitsForIt() {
        start();
        CompletableFuture<Reply> waiting = origin.getBlocked("video.m3u8?_HLS_msn=120&_HLS_part=2");
        step(audio::part);
        assertThat(waiting).isNotDone();
        step(video::part);

        Reply reply = TestingOrigin.await(waiting);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).contains("v-k3-120.2.m4s").doesNotContain("URI=\"v-k3-120.4");
        assertThat(reply.header("cache-control")).isEqualTo("max-age=24");
        assertThat(origin.stream.waiting()).isZero();
    }

    @Test
    void aRequestForASegmentWaitsUntilItIsWhole() {
        start();
        CompletableFuture<Reply> waiting = origin.getBlocked("video.m3u8?_HLS_msn=120");
        step(video::part);
        step(video::endSegment);

        assertThat(TestingOrigin.await(waiting).body()).contains("\nv-k3-120.m4s\n");
    }

    @Test
    void manyThatWaitAreAllAnsweredByOneChange() {
        start();
        CompletableFuture<?>[] waiting = new CompletableFuture<?>[30];
        for (int i = 0; i < waiting.length; i++) {
            waiting[i] = origin.getBlocked("video.m3u8?_HLS_msn=120&_HLS_part=2&v=" + i);
        }
        step(video::part);

        TestingOrigin.await(CompletableFuture.allOf(waiting));
        assertThat(origin.stream.waiting()).isZero();
    }

    @Test
    void aRequestThatWaitsTooLongIsToldSo() {
        try (TestingOrigin hasty = new TestingOrigin(Duration.ofMillis(50))) {
            hasty.presentation.start(video, audio);
            Reply reply = hasty.get("video.m3u8?_HLS_msn=121&_HLS_part=0");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.header("cache-control")).isEqualTo("no-store");
            assertThat(hasty.get("v-k3-120.2.m4s").status()).isEqualTo(503);
            assertThat(hasty.stream.waiting()).isZero();
            assertThat(hasty.stream.errors()).isEqualTo(2);
        }
    }

    @Test
    void oneRequestTooManyIsRefused() {
        HlsStream.Limits limits = new HlsStream.Limits(Duration.ofSeconds(12), 2);
        try (TestingOrigin small = new TestingOrigin(limits)) {
            small.presentation.start(video, audio);
            var first = small.getBlocked("video.m3u8?_HLS_msn=120&_HLS_part=2");
            var second = small.getBlocked("video.m3u8?_HLS_msn=120&_HLS_part=3");

            assertThat(small.get("video.m3u8?_HLS_msn=120&_HLS_part=4").status()).isEqualTo(503);
            small.presentation.onLoop(() -> video.parts(2));
            assertThat(TestingOrigin.await(first).status()).isEqualTo(200);
            assertThat(TestingOrigin.await(second).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"_HLS_msn=1", "_HLS_msn=0&_HLS_part=3", "_HLS_msn=119&_HLS_part=9"})
    void whatIsGoneOrThereAlreadyIsAnsweredWithTheWholePlaylist(String query) {
        start();
        Reply reply = origin.get("video.m3u8?" + query);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(origin.get("video.m3u8").body());
    }

    @Test
    void aPartBeyondTheEndOfASegmentIsTheFirstOfTheNext() {
        step(video::endSegment);
        start();
        CompletableFuture<Reply> waiting = origin.getBlocked("video.m3u8?_HLS_msn=120&_HLS_part=2");
        step(video::part);
        assertThat(TestingOrigin.await(waiting).body()).contains("v-k3-121.0.m4s");

        CompletableFuture<Reply> ahead = origin.getBlocked("video.m3u8?_HLS_msn=121&_HLS_part=9");
        step(video::endSegment);
        assertThat(ahead).isNotDone();
        step(video::part);
        assertThat(TestingOrigin.await(ahead).body()).contains("v-k3-122.0.m4s");
    }

    @Test
    void anEndedPlaylistHeedsNoDirectives() {
        start();
        CompletableFuture<Reply> waiting = origin.getBlocked("video.m3u8?_HLS_msn=121");
        step(video.endSegment()::end);

        assertThat(TestingOrigin.await(waiting).body()).endsWith("#EXT-X-ENDLIST\n");
        for (String query : new String[] {"_HLS_part=1", "_HLS_msn=9999", "_HLS_skip=YES"}) {
            Reply reply = origin.get("video.m3u8?" + query);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).contains("\nv-k3-100.m4s\n").endsWith("#EXT-X-ENDLIST\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"YES", "v2"})
    void oldSegmentsAreSkippedOnDemand(String skip) {
        start();
        String delta = origin.get("video.m3u8?_HLS_skip=" + skip).body();

        assertThat(delta)
                .contains("CAN-SKIP-UNTIL=24\n", "#EXT-X-SKIP:SKIPPED-SEGMENTS=8\n")
                .contains("\nv-k3-108.m4s\n")
                .doesNotContain("v-k3-107");
        assertThat(origin.get("video.m3u8").body()).doesNotContain("EXT-X-SKIP");
    }

    @Test
    void aDeltaMayBeWaitedFor() {
        start();
        var waiting = origin.getBlocked("video.m3u8?_HLS_msn=120&_HLS_part=2&_HLS_skip=YES");
        step(video::part);

        assertThat(TestingOrigin.await(waiting).body()).contains("EXT-X-SKIP", "v-k3-120.2.m4s");
    }

    @Test
    void thePartHoldBackIsThreeOfTheLongestPartTarget() {
        start();
        for (String file : new String[] {"video.m3u8", "audio.m3u8"}) {
            assertThat(origin.get(file).body())
                    .contains("#EXT-X-TARGETDURATION:4\n")
                    .contains(
                            "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,"
                                    + "PART-HOLD-BACK=0.642,CAN-SKIP-UNTIL=24\n");
        }
    }

    @Test
    void onlyPartsThatBeginWithAKeyframeAreIndependent() {
        start();
        step(() -> video.part(0.2, true).part(0.2, false));

        assertThat(origin.get("video.m3u8").body().lines())
                .contains(
                        "#EXT-X-PART:DURATION=0.20000,URI=\"v-k3-120.0.m4s\",INDEPENDENT=YES",
                        "#EXT-X-PART:DURATION=0.20000,URI=\"v-k3-120.1.m4s\"",
                        "#EXT-X-PART:DURATION=0.20000,URI=\"v-k3-120.2.m4s\",INDEPENDENT=YES",
                        "#EXT-X-PART:DURATION=0.20000,URI=\"v-k3-120.3.m4s\"");
    }

    @Test
    void theReportOfTheOtherRenditionIsNeverOld() {
        start();
        assertThat(origin.get("video.m3u8").body()).contains(report("audio", 120, 1));
        step(audio::part);
        assertThat(origin.get("video.m3u8").body()).contains(report("audio", 120, 2));
        step(audio::endSegment);
        assertThat(origin.get("video.m3u8").body()).contains(report("audio", 120, 2));
        step(audio::part);
        assertThat(origin.get("video.m3u8").body()).contains(report("audio", 121, 0));
        assertThat(origin.get("a-k3-121.0.m4s").status()).isEqualTo(200);
        assertThat(origin.get("audio.m3u8").body()).contains(report("video", 120, 1));
    }

    private static String report(String rendition, long sequence, int part) {
        return "#EXT-X-RENDITION-REPORT:URI=\"%s.m3u8\",LAST-MSN=%d,LAST-PART=%d%n"
                .formatted(rendition, sequence, part);
    }

    @Test
    void theSequenceGrowsByOneForEachSegmentThatLeaves() {
        start();
        assertThat(origin.get("video.m3u8").body()).contains("#EXT-X-MEDIA-SEQUENCE:100\n");
        step(video::retire);
        assertThat(origin.get("video.m3u8").body()).contains("#EXT-X-MEDIA-SEQUENCE:101\n");
    }

    @Test
    void aSlidingPlaylistHasTimesAndNoType() {
        start();
        for (String file : new String[] {"video.m3u8", "audio.m3u8"}) {
            String body = origin.get(file).body();
            assertThat(body).doesNotContain("PLAYLIST-TYPE");
            assertThat(body.lines().filter(line -> line.startsWith("#EXT-X-PROGRAM-DATE-TIME:")))
                    .hasSize(21);
        }
    }

    @Test
    void missingMediaIsMarkedAndNotServed() {
        start();
        step(() -> video.endSegment().gap().endSegment().part());

        assertThat(origin.get("video.m3u8").body())
                .contains("URI=\"v-k3-121.0.m4s\",GAP=YES\n#EXT-X-GAP\n");
        assertThat(origin.get("v-k3-121.m4s").status()).isEqualTo(404);
        assertThat(origin.get("v-k3-121.0.m4s").status()).isEqualTo(404);
    }

    @Test
    void theMultivariantPlaylistNamesAllCodecs() {
        start();
        Reply reply = origin.get("index.m3u8");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).isEqualTo("application/vnd.apple.mpegurl");
        assertThat(reply.header("cache-control")).isEqualTo("max-age=1");
        assertThat(reply.body()).contains("CODECS=\"avc1.64001f,mp4a.40.2\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"index.m3u8", "video.m3u8", "audio.m3u8?_HLS_skip=YES"})
    void playlistsAreCompressedForWhomTakesIt(String file) {
        start();
        Reply plain = origin.get(file);
        Reply zipped = origin.get(file, "Accept-Encoding", "br;q=1.0, gzip;q=0.8");

        assertThat(plain.header("content-encoding")).isEmpty();
        assertThat(plain.header("vary")).isEqualToIgnoringCase("Accept-Encoding");
        assertThat(plain.header("cache-control")).isEqualTo("max-age=1");
        assertThat(zipped.header("content-encoding")).isEqualTo("gzip");
        assertThat(zipped.unzipped()).isEqualTo(plain.body());
        assertThat(origin.get(file, "Accept-Encoding", "gzip;q=0").body()).isEqualTo(plain.body());
        assertThat(origin.get(file, "Accept-Encoding", "gzip;q=0.0, br").body())
                .isEqualTo(plain.body());
        assertThat(origin.get(file, "Accept-Encoding", "gzip;q=0.01").bytes())
                .isEqualTo(zipped.bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"index.m3u8", "video.m3u8"})
    void whoComesBeforeTheFirstPartWaitsForIt(String file) {
        CompletableFuture<Reply> waiting = origin.getBlocked(file);
        start();

        assertThat(TestingOrigin.await(waiting).status()).isEqualTo(200);
    }

    @Test
    void aStreamThatNeverStartsIsNotFound() {
        try (TestingOrigin hasty = new TestingOrigin(Duration.ofMillis(50))) {
            assertThat(hasty.get("index.m3u8").status()).isEqualTo(404);
            assertThat(hasty.get("video.m3u8?_HLS_msn=4").status()).isEqualTo(404);
            assertThat(hasty.get("video.m3u8?_HLS_part=4").status()).isEqualTo(400);
        }
    }

    @Test
    void viewersAreThoseWhoAskForMediaPlaylists() {
        start();
        origin.get("index.m3u8", "User-Agent", "one");
        assertThat(origin.stream.viewers()).isZero();
        origin.get("video.m3u8", "User-Agent", "one");
        origin.get("audio.m3u8", "User-Agent", "one");
        assertThat(origin.stream.viewers()).isOne();
        Reply reply = origin.get("video.m3u8", "User-Agent", "two");
        assertThat(origin.stream.viewers()).isEqualTo(2);
        assertThat(origin.stream.requests()).isEqualTo(4);
        assertThat(origin.stream.bytesSent()).isGreaterThan(reply.bytes().length);
    }
}
