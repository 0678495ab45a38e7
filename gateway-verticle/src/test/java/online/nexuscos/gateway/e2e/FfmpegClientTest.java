package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import online.nexuscos.gateway.e2e.LivePlaylist.Part;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything FFmpeg publishes can be decoded, and keeps the rules of its playlists. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FfmpegClientTest {
    private static final int DECODED_SECONDS = 4;
    private static final int PUBLISHED_SECONDS = 30;

    private final TestingServer server = TestingServer.open(TestingServer.folder("clients"));
    private final List<TestingProcess> publishers = new ArrayList<>();

    /** A publisher's program and what it publishes. */
    record Case(Ffmpeg program, Clip clip) {
        String stream() {
            return (program.equals(Ffmpeg.SYSTEM) ? "old-" : "new-") + clip.name();
        }

        @Override
        public String toString() {
            return stream();
        }
    }

    static Stream<Case> cases() {
        Ffmpeg bundled = Ffmpeg.bundled();
        return Stream.of(
                new Case(bundled, Clip.of("film", "24000/1001", 0, 2, 48_000)),
                new Case(bundled, Clip.of("pal", "25", 0, 1, 44_100)),
                new Case(Ffmpeg.SYSTEM, Clip.of("pal", "25", 0, 1, 44_100)),
                new Case(bundled, Clip.of("pal-b", "25", 2, 2, 48_000)),
                new Case(Ffmpeg.SYSTEM, Clip.of("pal-b", "25", 2, 2, 48_000)),
                new Case(bundled, Clip.of("ntsc-b", "30000/1001", 3, 2, 48_000)),
                new Case(bundled, Clip.of("fast", "60", 2, 2, 48_000)),
                new Case(bundled, Clip.of("rare-keyframes", "30", 0, 10, 48_000)),
                new Case(bundled, Clip.of("video-only", "25", 2, 2, 0)),
                new Case(bundled, Clip.of("audio-only", "", 0, 2, 48_000)),
                new Case(Ffmpeg.SYSTEM, Clip.of("low-rate", "", 0, 2, 22_050)));
    }

    /** All at once: each takes its own time anyway. */
    @BeforeAll
    void publishAll() {
        List<Case> cases = cases().toList();
        cases.forEach(each -> each.clip().file());
        cases.forEach(each ->
                publishers.add(
                        each.program().publish(each.clip().file(), server.rtmp(each.stream()))));
        cases.forEach(each -> server.awaitSegments(each.stream(), mainFile(each), 3));
    }

    @AfterAll
    void close() {
        publishers.forEach(TestingProcess::close);
        server.close();
    }

    private static String mainFile(Case each) {
        return each.clip().hasVideo() ? "video.m3u8" : "audio.m3u8";
    }

    private List<LivePlaylist> playlists(Case each) {
        List<LivePlaylist> playlists = new ArrayList<>();
        if (each.clip().hasVideo()) {
            playlists.add(server.playlist(each.stream(), "video.m3u8"));
        }
        if (each.clip().hasAudio()) {
            playlists.add(server.playlist(each.stream(), "audio.m3u8"));
        }
        return playlists;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decodes_without_a_complaint(Case each) {
        String url = server.http("/live/" + each.stream() + "/index.m3u8");
        Ffmpeg.Outcome outcome = Ffmpeg.bundled().decode(url, DECODED_SECONDS);
        assertThat(outcome.text()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void keeps_the_rules_of_playlists(Case each) {
        List<LivePlaylist> playlists = playlists(each);
        for (LivePlaylist playlist : playlists) {
            assertThat(PlaylistRules.violations(playlist)).as(playlist.text()).isEmpty();
            assertThat(playlist.head().targetDuration()).isEqualTo(4);
        }
        if (playlists.size() == 2) {
            assertThat(PlaylistRules.misalignments(playlists.getFirst(), playlists.getLast()))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void independent_parts_are_those_with_a_keyframe_first(Case each) {
        LivePlaylist playlist = server.playlist(each.stream(), mainFile(each));
        for (Part part : playlist.parts()) {
            byte[] bytes = server.get("/live/" + each.stream() + "/" + part.uri()).body();
            Fragment fragment = Fragment.parse(bytes);
            assertThat(fragment.synchronous().getFirst())
                    .as(part + " of\n" + playlist.text())
                    .isEqualTo(part.independent());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void lists_as_many_seconds_as_the_samples_last(Case each) {
        for (LivePlaylist playlist : playlists(each)) {
            String path = "/live/" + each.stream() + "/";
            String map = playlist.segments().getFirst().map().orElseThrow();
            long timescale = Fragment.timescale(server.get(path + map).body());
            long end = -1;
            for (LivePlaylist.Segment segment : playlist.whole()) {
                Fragment whole = fragment(path, segment);
                assertThat(end < 0 ? whole.decodeTime() : end).isEqualTo(whole.decodeTime());
                assertThat((double) whole.duration() / timescale)
                        .isCloseTo(
                                segment.duration(), org.assertj.core.api.Assertions.within(0.001));
                end = whole.decodeTime() + whole.duration();
            }
        }
        assertThat(each.clip().seconds()).isEqualTo(PUBLISHED_SECONDS);
    }

    private Fragment fragment(String path, LivePlaylist.Segment segment) {
        return Fragment.parse(server.get(path + segment.uri()).body());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void keeps_pictures_and_sound_together(Case each) {
        if (!each.clip().hasVideo() || !each.clip().hasAudio()) {
            return;
        }
        String path = "/live/" + each.stream() + "/";
        LivePlaylist video = server.playlist(each.stream(), "video.m3u8");
        LivePlaylist audio = server.playlist(each.stream(), "audio.m3u8");
        long sequence = video.whole().getFirst().sequence();
        double videoStart = start(path, video, sequence);
        double audioStart = start(path, audio, sequence);
        // The source begins with both; a reordered picture is decoded a few frames early.
        assertThat(Math.abs(videoStart - audioStart)).isLessThan(0.1);
    }

    private double start(String path, LivePlaylist playlist, long sequence) {
        LivePlaylist.Segment segment =
                playlist.whole().stream()
                        .filter(each -> each.sequence() == sequence)
                        .findFirst()
                        .orElseThrow();
        byte[] map = server.get(path + segment.map().orElseThrow()).body();
        return (double) fragment(path, segment).decodeTime() / Fragment.timescale(map);
    }
}
