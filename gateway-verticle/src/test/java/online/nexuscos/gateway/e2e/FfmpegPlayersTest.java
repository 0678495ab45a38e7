package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Streams as they come, in FFmpeg's two programs and in rtmpdump: what they got, packet by packet.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FfmpegPlayersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final double SECONDS = 4;
    private static final Pattern PROGRESS = Pattern.compile("kB / ([0-9.]+) sec");

    /** Its second keyframe comes after two minutes: who begins sooner has got the first. */
    private static final Clip ONE_KEYFRAME =
            new Clip("one-keyframe", "320x180", "25", 0, 120, 48_000, 120);

    private static final String H264 = "h264 320x180 aac 48000";
    private static final List<String> STREAMS =
            List.of("show", "one-keyframe", "hevc-opus", "hevc-aac", "av1-opus");

    private final Path folder = TestingServer.folder("ffmpeg-players");
    private final TestingServer server = TestingServer.open(folder);
    private final List<TestingProcess> publishers = new ArrayList<>();
    private final Map<Case, TestingProcess> players = new HashMap<>();

    /**
     * Who plays what, and what must come of it.
     *
     * @param form rtmp, flv or ts
     * @param formats as {@link PacketLog#formats} tells them
     */
    record Case(String player, String form, String stream, String formats) {
        @Override
        public String toString() {
            return player + " " + form + " " + stream;
        }

        Ffmpeg program() {
            return player.equals("old") ? Ffmpeg.SYSTEM : Ffmpeg.bundled();
        }

        String file() {
            return toString().replace(' ', '-') + ".txt";
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String player : List.of("old", "new")) {
            for (String form : List.of("rtmp", "flv", "ts")) {
                cases.add(new Case(player, form, "show", H264));
                cases.add(new Case(player, form, "one-keyframe", H264));
            }
        }
        for (String form : List.of("rtmp", "flv")) {
            cases.add(new Case("new", form, "hevc-opus", "hevc 320x180 opus 48000"));
            cases.add(new Case("new", form, "av1-opus", "av1 320x180 opus 48000"));
        }
        for (String player : List.of("old", "new")) {
            cases.add(new Case(player, "ts", "hevc-aac", "hevc 320x180 aac 48000"));
        }
        return cases.stream();
    }

    /** All at once: each takes its own time anyway. */
    @BeforeAll
    void playAll() {
        Stream.of(CodecClip.HEVC_OPUS, CodecClip.HEVC_AAC, CodecClip.AV1_OPUS)
                .forEach(CodecClip::file);
        publish(Clip.PLAIN.file(), "show");
        publish(ONE_KEYFRAME.file(), "one-keyframe");
        publish(CodecClip.HEVC_OPUS.file(), "hevc-opus");
        publish(CodecClip.HEVC_AAC.file(), "hevc-aac");
        publish(CodecClip.AV1_OPUS.file(), "av1-opus");
        STREAMS.forEach(stream -> server.awaitLive(stream, "video.m3u8"));
        cases().forEach(each -> players.put(each, play(each)));
    }

    private void publish(Path file, String name) {
        publishers.add(Ffmpeg.bundled().publish(file, server.rtmp(name)));
    }

    @AfterAll
    void close() {
        players.values().forEach(TestingProcess::close);
        publishers.forEach(TestingProcess::close);
        List<String> leaks = server.leaks();
        server.close();
        assertThat(leaks).isEmpty();
    }

    private String url(String form, String stream) {
        return form.equals("rtmp")
                ? server.rtmp(stream)
                : server.http("/live/" + stream + "." + form);
    }

    /** Reads, notes each packet, and decodes all of it, over one connection. */
    private TestingProcess play(Case each) {
        List<String> arguments = new ArrayList<>(List.of("-loglevel", "error", "-y", "-i"));
        arguments.add(url(each.form(), each.stream()));
        arguments.addAll(List.of(("-t " + SECONDS + " -c copy -f framecrc").split(" ")));
        arguments.add(folder.resolve(each.file()).toString());
        // The times of the pictures, whatever their number a second: FFmpeg 5.1 has no word for it.
        String base = each.program().equals(Ffmpeg.SYSTEM) ? "-1" : "demux";
        String decoding =
                "-t " + SECONDS + " -fps_mode passthrough -enc_time_base " + base + " -f null -";
        arguments.addAll(List.of(decoding.split(" ")));
        return each.program().start(each.toString(), arguments);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gets_all_of_it_from_a_keyframe_on_and_decodes_it(Case each) {
        TestingProcess player = Objects.requireNonNull(players.get(each));
        assertThat(player.exitCode(PATIENCE)).as(player.text()).isZero();
        assertThat(player.text()).isEmpty();
        PacketLog log = PacketLog.read(folder.resolve(each.file()));
        assertThat(log.formats()).isEqualTo(each.formats());
        assertThat(log.faults(SECONDS)).isEmpty();
    }

    /** It tells how far it is, by the time stamps, which begin with those of the stream. */
    private static boolean hasDumped(TestingProcess dump, double seconds) {
        List<Double> times =
                dump.lines().stream()
                        .map(PROGRESS::matcher)
                        .filter(Matcher::find)
                        .map(found -> Double.parseDouble(found.group(1)))
                        .filter(time -> time > 0)
                        .toList();
        return !times.isEmpty() && times.getLast() - times.getFirst() > seconds;
    }

    @Test
    void rtmpdump_writes_a_file_that_ffmpeg_reads() {
        Path file = folder.resolve("dump.flv");
        List<String> command =
                List.of("rtmpdump", "--live", "-r", server.rtmp("show"), "-o", file.toString());
        try (TestingProcess dump = TestingProcess.start("rtmpdump", new ProcessBuilder(command))) {
            Await.until(
                    SECONDS + " s in rtmpdump",
                    PATIENCE,
                    () -> hasDumped(dump, SECONDS + 1),
                    dump::text);
        }
        PacketLog log = PacketLog.of(Ffmpeg.bundled(), file);
        assertThat(log.formats()).isEqualTo(H264);
        assertThat(log.faults(SECONDS)).isEmpty();
    }

    @Test
    void what_has_no_place_in_a_transport_stream_is_refused() {
        assertThat(server.status("/live/av1-opus.ts")).isEqualTo(406);
    }

    @Test
    void a_player_that_says_what_it_takes_is_told_what_it_cannot_have() {
        Ffmpeg.Outcome outcome =
                Ffmpeg.bundled()
                        .run(
                                List.of(
                                        "-loglevel",
                                        "error",
                                        "-rtmp_enhanced_codecs",
                                        "av01,Opus",
                                        "-i",
                                        server.rtmp("hevc-opus"),
                                        "-f",
                                        "null",
                                        "-"));
        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.text()).contains("by what it said in connect: HEVC");
    }
}
