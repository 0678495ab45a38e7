package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams as they come, in players that are not of FFmpeg's family, or use only its decoders. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherPlayersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** More than a group of pictures, which is there at once. */
    private static final double SECONDS = 4;

    /** How long GStreamer runs, with its start; then {@code timeout} says so. */
    private static final int WATCHED_SECONDS = 9;

    private static final int INTERRUPTED = 124;

    /** One of 320x180, three bytes for two dots. */
    private static final int PICTURE_BYTES = 320 * 180 * 3 / 2;

    /** 1024 samples of two channels, four bytes each. */
    private static final int FRAME_BYTES = 1024 * 2 * 4;

    /** VLC keeps each twentieth picture: four seconds and more. */
    private static final int KEPT_PICTURES = 6;

    /** Three seconds of it. */
    private static final int SOUND_BYTES = 3 * 48_000 * 2 * 2;

    private final Path folder = TestingServer.folder("other-players");
    private final TestingServer server = TestingServer.open(folder);
    private final Map<Source, TestingProcess> gstreamers = new HashMap<>();
    private final Map<Form, TestingProcess> vlcs = new HashMap<>();
    private final Map<Form, Path> pictures = new HashMap<>();
    private TestingProcess publisher;

    /** What GStreamer reads with. */
    enum Source {
        RTMP2SRC("rtmp2src location=%s ! flvdemux name=d", Form.RTMP),
        RTMPSRC("rtmpsrc location=%s ! flvdemux name=d", Form.RTMP),
        SOUPHTTPSRC_FLV("souphttpsrc location=%s ! flvdemux name=d", Form.FLV),
        SOUPHTTPSRC_TS("souphttpsrc location=%s ! tsdemux name=d", Form.TS);

        private final String start;
        private final Form form;

        Source(String start, Form form) {
            this.start = start;
            this.form = form;
        }
    }

    /** In which a stream comes. */
    enum Form {
        RTMP,
        FLV,
        TS
    }

    /** All at once: each takes its own time anyway. */
    @BeforeAll
    void playAll() throws IOException {
        publisher = Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp("show"));
        server.awaitLive("show", "video.m3u8");
        for (Source source : Source.values()) {
            gstreamers.put(source, gstreamer(source));
        }
        for (Form form : Form.values()) {
            vlcs.put(form, vlc(form));
        }
    }

    @AfterAll
    void close() throws IOException {
        gstreamers.values().forEach(TestingProcess::close);
        vlcs.values().forEach(TestingProcess::close);
        publisher.close();
        List<String> leaks = server.leaks();
        server.close();
        for (Path kept : pictures.values()) {
            try (Stream<Path> all = Files.walk(kept)) {
                for (Path each : all.toList().reversed()) {
                    Files.delete(each);
                }
            }
        }
        assertThat(leaks).isEmpty();
    }

    private String url(Form form) {
        return switch (form) {
            case RTMP -> server.rtmp("show");
            case FLV -> server.http("/live/show.flv");
            case TS -> server.http("/live/show.ts");
        };
    }

    /** Decodes all of it, and keeps the packets as they were. */
    private TestingProcess gstreamer(Source source) throws IOException {
        Path to = Files.createDirectories(folder.resolve(source.name()));
        // It ends its files when it is interrupted.
        String pipeline =
                """
                timeout --signal=INT --kill-after=20 %d gst-launch-1.0 -e %s
                d. ! h264parse ! tee name=v
                v. ! queue ! avdec_h264 ! filesink location=%s/pictures.yuv
                v. ! queue ! m.
                d. ! aacparse ! tee name=a
                a. ! queue ! avdec_aac ! filesink location=%s/sound.raw
                a. ! queue ! m.
                matroskamux name=m ! filesink location=%s/packets.mkv
                """
                        .formatted(
                                WATCHED_SECONDS,
                                source.start.formatted(url(source.form)),
                                to,
                                to,
                                to);
        List<String> command = List.of(pipeline.strip().split("\\s+"));
        return TestingProcess.start(source.name(), new ProcessBuilder(command));
    }

    @ParameterizedTest
    @EnumSource
    void gstreamer_decodes_it_from_a_keyframe_on(Source source) throws IOException {
        TestingProcess player = Objects.requireNonNull(gstreamers.get(source));
        assertThat(player.exitCode(PATIENCE)).as(player.text()).isEqualTo(INTERRUPTED);
        assertThat(player.text()).doesNotContain("WARNING", "ERROR");
        Path from = folder.resolve(source.name());
        // FFmpeg 8.1 passes over the sound of GStreamer's Matroska when it copies.
        PacketLog log = PacketLog.of(Ffmpeg.SYSTEM, from.resolve("packets.mkv"));
        assertThat(log.formats()).isEqualTo("h264 320x180 aac 48000");
        assertThat(log.faults(SECONDS)).isEmpty();
        long pictures = Files.size(from.resolve("pictures.yuv")) / PICTURE_BYTES;
        assertThat(pictures).isCloseTo(log.of("video").size(), within(3L));
        long frames = Files.size(from.resolve("sound.raw")) / FRAME_BYTES;
        assertThat(frames).isCloseTo(log.of("audio").size(), within(3L));
    }

    /** VLC does not run as root, and so writes where others can. */
    private TestingProcess vlc(Form form) throws IOException {
        Path kept = Files.createTempDirectory("vlc");
        Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rwxrwxrwx"));
        pictures.put(form, kept);
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            String nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups";
            command.addAll(List.of(nobody.split(" ")));
        }
        String options =
                "cvlc --no-color --aout=afile --audiofile-file=sound.wav --vout=vdummy"
                        + " --video-filter=scene --scene-format=png --scene-ratio=20"
                        + " --scene-prefix=picture --scene-path="
                        + kept;
        command.addAll(List.of(options.split(" ")));
        command.add(url(form));
        ProcessBuilder builder = new ProcessBuilder(command).directory(kept.toFile());
        builder.environment().put("HOME", kept.toString());
        return TestingProcess.start("vlc " + form, builder);
    }

    private static List<Path> pictures(Path kept) throws IOException {
        try (Stream<Path> files = Files.list(kept)) {
            return files.filter(file -> file.toString().endsWith(".png")).sorted().toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void vlc_shows_pictures_and_plays_sound(Form form) throws IOException {
        TestingProcess player = Objects.requireNonNull(vlcs.get(form));
        Path kept = Objects.requireNonNull(pictures.get(form));
        Await.until(
                "pictures and sound of VLC",
                PATIENCE,
                () ->
                        pictures(kept).size() > KEPT_PICTURES
                                && Files.size(kept.resolve("sound.wav")) > SOUND_BYTES,
                player::text);
        assertThat(player.isRunning()).as(player.text()).isTrue();
        List<Path> all = pictures(kept);
        var image = ImageIO.read(all.getFirst().toFile());
        assertThat(image.getWidth()).isEqualTo(320);
        // VLC keeps the lines that fill the last blocks, too.
        assertThat(image.getHeight()).isBetween(180, 200);
        assertThat(Files.mismatch(all.getFirst(), all.get(1))).isNotNegative();
    }
}
