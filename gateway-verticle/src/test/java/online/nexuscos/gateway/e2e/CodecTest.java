package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The codecs that Enhanced RTMP brought go from FFmpeg's encoders to FFmpeg's decoders. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CodecTest {
    private static final String X264 = "-c:v libx264 -preset ultrafast -tune zerolatency";
    private static final String VP9 = "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 300k";

    private final TestingServer server = TestingServer.open(TestingServer.folder("codecs"));
    private final List<TestingProcess> publishers = new ArrayList<>();

    /**
     * What is published, and what must come out.
     *
     * @param codecs in the multivariant playlist
     * @param streams as ffprobe names them: codec and sample entry
     */
    record Case(CodecClip clip, String codecs, List<String> streams) {
        static Case of(String name, String video, String audio, String codecs, String... streams) {
            return new Case(new CodecClip(name, video, audio), codecs, List.of(streams));
        }

        @Override
        public String toString() {
            return clip.name();
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(
                        CodecClip.HEVC_OPUS,
                        "hvc1.1.6.L60.90,Opus",
                        List.of("hevc,hvc1", "opus,Opus")),
                new Case(
                        CodecClip.AV1_OPUS, "av01.0.00M.08,Opus", List.of("av1,av01", "opus,Opus")),
                Case.of(
                        "vp9-flac",
                        VP9,
                        "-c:a flac",
                        "vp09.00.11.08,fLaC",
                        "vp9,vp09",
                        "flac,fLaC"),
                Case.of("ac3", X264, "-c:a ac3", "avc1.42c00c,ac-3", "h264,avc1", "ac3,ac-3"),
                Case.of("eac3", X264, "-c:a eac3", "avc1.42c00c,ec-3", "h264,avc1", "eac3,ec-3"),
                Case.of(
                        "mp3",
                        X264,
                        "-c:a libmp3lame",
                        "avc1.42c00c,mp4a.6B",
                        "h264,avc1",
                        "mp3,mp4a"),
                Case.of("flac-only", "", "-c:a flac", "fLaC", "flac,fLaC"),
                Case.of("opus-only", "", "-c:a libopus", "Opus", "opus,Opus"));
    }

    /** All at once: each takes its own time anyway. */
    @BeforeAll
    void publishAll() {
        List<Case> cases = cases().toList();
        cases.forEach(each -> each.clip().file());
        for (Case each : cases) {
            String url = server.rtmp(each.clip().name());
            publishers.add(Ffmpeg.bundled().publish(each.clip().file(), url));
        }
        cases.forEach(each -> server.awaitSegments(each.clip().name(), mainFile(each), 3));
    }

    @AfterAll
    void close() {
        publishers.forEach(TestingProcess::close);
        server.close();
    }

    private static String mainFile(Case each) {
        return each.clip().video().isEmpty() ? "audio.m3u8" : "video.m3u8";
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_playlist_names_the_codecs(Case each) {
        byte[] body = server.get("/live/" + each.clip().name() + "/index.m3u8").body();
        String playlist = new String(body, StandardCharsets.UTF_8);
        assertThat(playlist).contains("CODECS=\"" + each.codecs() + "\"");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void ffprobe_finds_the_codecs_in_their_own_sample_entries(Case each) {
        String url = server.http("/live/" + each.clip().name() + "/index.m3u8");
        Ffmpeg.Outcome outcome =
                Ffmpeg.probe()
                        .run(
                                List.of(
                                        "-loglevel",
                                        "error",
                                        "-show_entries",
                                        "stream=codec_name,codec_tag_string",
                                        "-of",
                                        "csv=p=0:nk=1",
                                        url));
        // It names each stream twice, in its programme and by itself, some with an empty field.
        List<String> found =
                outcome.text()
                        .lines()
                        .map(line ->
                                line.endsWith(",") ? line.substring(0, line.length() - 1) : line)
                        .filter(line -> !line.isBlank())
                        .distinct()
                        .toList();
        assertThat(found).containsExactlyInAnyOrderElementsOf(each.streams());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decodes_without_a_complaint(Case each) {
        String url = server.http("/live/" + each.clip().name() + "/index.m3u8");
        Ffmpeg.Outcome outcome = Ffmpeg.bundled().decode(url, 4);
        assertThat(outcome.text()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void keeps_the_rules_of_playlists(Case each) {
        for (String file : List.of("video.m3u8", "audio.m3u8")) {
            if (server.status("/live/" + each.clip().name() + "/" + file) == 200) {
                LivePlaylist playlist = server.playlist(each.clip().name(), file);
                assertThat(PlaylistRules.violations(playlist)).as(playlist.text()).isEmpty();
            }
        }
    }

    @Test
    void ffmpeg_publishes_inside_tls() {
        try (TestingProcess publisher =
                Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmps("secret"))) {
            server.awaitLive("secret", "video.m3u8");
            assertThat(publisher.isRunning()).isTrue();
            String body =
                    new String(server.get("/api/streams/secret").body(), StandardCharsets.UTF_8);
            assertThat(body).contains("\"rtmps\"");
        }
    }

    @Test
    void a_codec_that_nothing_can_play_is_refused_by_name() {
        Ffmpeg.Outcome outcome =
                Ffmpeg.bundled()
                        .run(
                                List.of(
                                        "-loglevel",
                                        "error",
                                        "-f",
                                        "lavfi",
                                        "-i",
                                        "testsrc2=size=320x180:rate=25",
                                        "-t",
                                        "20",
                                        "-c:v",
                                        "flv1",
                                        "-f",
                                        "flv",
                                        server.rtmp("old")));
        assertThat(outcome.exitCode()).isNotZero();
        assertThat(server.process().text())
                .contains("video codec Sorenson H.263 is not supported: use H.264, HEVC, AV1");
    }
}
