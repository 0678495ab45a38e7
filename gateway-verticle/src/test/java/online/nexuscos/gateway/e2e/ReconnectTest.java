package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import online.nexuscos.gateway.e2e.LivePlaylist.Segment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What viewers get when the publisher goes, comes back, or comes back as another. */
class ReconnectTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Clip LARGER = new Clip("larger", "640x360", "30", 2, 2, 44_100, 30);

    private final TestingServer server =
            TestingServer.start(
                    TestingServer.folder("reconnect"),
                    java.util.Map.of(
                            "NEXUS_INGEST_OPEN", "true", "NEXUS_LIVE_WINDOW_SECONDS", "12"));
    private TestingProcess publisher =
            Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp("show"));

    @AfterEach
    void close() {
        publisher.close();
        server.close();
    }

    private void replaceBy(Clip clip) {
        publisher.kill();
        publisher = Ffmpeg.bundled().publish(clip.file(), server.rtmp("show"));
    }

    private LivePlaylist awaitSegmentsAfterDiscontinuity(String file, int count) {
        return Await.value(
                count + " segments after a discontinuity",
                PATIENCE,
                () ->
                        Optional.of(server.playlist("show", file))
                                .filter(each -> after(each).size() >= count));
    }

    /** The whole segments from the last discontinuity on. */
    private static List<Segment> after(LivePlaylist playlist) {
        List<Segment> whole = playlist.whole();
        for (int i = whole.size() - 1; i >= 0; i--) {
            if (whole.get(i).discontinuity()) {
                return whole.subList(i, whole.size());
            }
        }
        return List.of();
    }

    @Test
    void programme_goes_on_after_a_discontinuity() {
        long before = server.awaitSegments("show", "video.m3u8", 2).head().mediaSequence();
        replaceBy(Clip.PLAIN);
        LivePlaylist video = awaitSegmentsAfterDiscontinuity("video.m3u8", 2);
        LivePlaylist audio = awaitSegmentsAfterDiscontinuity("audio.m3u8", 2);
        assertThat(video.head().mediaSequence()).isBetween(before, before + 8);
        assertThat(video.ended()).isFalse();
        assertThat(after(video).getFirst().sequence())
                .isEqualTo(after(audio).getFirst().sequence());
        assertThat(PlaylistRules.misalignments(video, audio)).isEmpty();
        for (String file : List.of("video.m3u8", "audio.m3u8")) {
            assertContinuous(server.playlist("show", file));
        }
    }

    /** Decoding times go on where the publisher before stopped. */
    private void assertContinuous(LivePlaylist playlist) {
        double end = Double.NaN;
        for (Segment segment : playlist.whole()) {
            if (segment.gap()) { // the track had nothing there, so there is nothing to fetch
                continue;
            }
            byte[] map = server.get("/live/show/" + segment.map().orElseThrow()).body();
            double timescale = Fragment.timescale(map);
            Fragment fragment = Fragment.parse(server.get("/live/show/" + segment.uri()).body());
            double start = fragment.decodeTime() / timescale;
            if (!Double.isNaN(end)) {
                assertThat(start - end).as("gap before " + segment.uri()).isBetween(-0.001, 0.1);
            }
            end = start + fragment.duration() / timescale;
        }
    }

    @Test
    void players_decode_across_a_reconnection() {
        server.awaitSegments("show", "video.m3u8", 2);
        replaceBy(Clip.PLAIN);
        awaitSegmentsAfterDiscontinuity("video.m3u8", 1);
        Ffmpeg.Outcome outcome =
                Ffmpeg.bundled()
                        .run(
                                List.of(
                                        "-loglevel",
                                        "error",
                                        "-live_start_index",
                                        "0",
                                        "-i",
                                        server.http("/live/show/index.m3u8"),
                                        "-t",
                                        "6",
                                        "-f",
                                        "null",
                                        "-"));
        assertThat(outcome.text()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void change_of_resolution_is_a_discontinuity_with_a_map_of_its_own() {
        LivePlaylist before = server.awaitSegments("show", "video.m3u8", 2);
        replaceBy(LARGER);
        LivePlaylist playlist = awaitSegmentsAfterDiscontinuity("video.m3u8", 2);
        Segment first = after(playlist).getFirst();
        assertThat(first.map()).isNotEqualTo(before.whole().getFirst().map());
        assertThat(playlist.head().partTarget()).isEqualTo(before.head().partTarget());
        assertThat(PlaylistRules.violations(playlist)).as(playlist.text()).isEmpty();
        String index = server.playlist("show", "index.m3u8").text();
        assertThat(index).contains("RESOLUTION=640x360").contains("FRAME-RATE=30.000");
        LivePlaylist later =
                Await.value(
                        "the discontinuity leaves the playlist",
                        PATIENCE,
                        () ->
                                Optional.of(server.playlist("show", "video.m3u8"))
                                        .filter(each -> !each.text().contains("DISCONTINUITY\n")));
        assertThat(later.head().discontinuitySequence())
                .isEqualTo(before.head().discontinuitySequence() + 1);
    }

    @Test
    void programme_ends_when_nobody_comes_back() {
        server.awaitSegments("show", "video.m3u8", 2);
        publisher.kill();
        LivePlaylist ended =
                Await.value(
                        "the playlist ends",
                        PATIENCE,
                        () ->
                                Optional.of(server.playlist("show", "video.m3u8"))
                                        .filter(LivePlaylist::ended));
        assertThat(ended.hint()).isEmpty();
        assertThat(server.status("/live/show/video.m3u8?_HLS_msn=999999999&_HLS_part=1"))
                .isEqualTo(200);
        assertThat(server.status("/live/show/" + ended.whole().getLast().uri())).isEqualTo(200);
    }
}
