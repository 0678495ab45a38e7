package online.nexuscos.gateway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A test picture and a tone in codecs of one's choice, encoded once and kept below {@code target}.
 *
 * @param video FFmpeg's options for the picture; empty for none
 * @param audio FFmpeg's options for the tone; empty for none
 */
record CodecClip(String name, String video, String audio) {
    private static final String X264 = "-c:v libx264 -preset ultrafast -tune zerolatency";
    private static final String X265 =
            "-c:v libx265 -preset ultrafast -x265-params keyint=50:min-keyint=50:log-level=0";
    private static final String AV1 = "-c:v libsvtav1 -preset 12 -svtav1-params pred-struct=1";
    private static final String OPUS = "-c:a libopus";

    static final CodecClip HEVC_OPUS = new CodecClip("hevc-opus", X265, OPUS);
    static final CodecClip H264_OPUS = new CodecClip("h264-opus", X264, OPUS);
    static final CodecClip HEVC_AAC = new CodecClip("hevc-aac", X265, "-c:a aac");
    static final CodecClip AV1_OPUS = new CodecClip("av1-opus", AV1, OPUS);

    private static final Path FOLDER = Path.of("target", "e2e-media");
    private static final int SECONDS = 24;

    /** The file, made now if need be: Matroska takes all codecs. */
    Path file() {
        synchronized (CodecClip.class) {
            Path file = FOLDER.resolve(name + ".mkv").toAbsolutePath();
            if (!Files.exists(file)) {
                make(file);
            }
            return file;
        }
    }

    private void make(Path file) {
        try {
            Files.createDirectories(FOLDER);
            Path temporary = Files.createTempFile(FOLDER, name, ".mkv");
            Ffmpeg.Outcome outcome = Ffmpeg.bundled().run(arguments(temporary));
            if (outcome.exitCode() != 0) {
                throw new AssertionError("cannot make " + file + ": " + outcome.text());
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> arguments(Path file) {
        List<String> arguments = new ArrayList<>(List.of("-loglevel", "error", "-y"));
        if (!video.isEmpty()) {
            arguments.addAll(List.of("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25"));
        }
        if (!audio.isEmpty()) {
            arguments.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"));
        }
        if (!video.isEmpty()) {
            arguments.addAll(List.of(video.split(" ")));
            arguments.addAll(List.of("-g", "50", "-pix_fmt", "yuv420p"));
        }
        if (!audio.isEmpty()) {
            arguments.addAll(List.of(audio.split(" ")));
            arguments.addAll(List.of("-ac", "2"));
        }
        arguments.addAll(List.of("-t", "" + SECONDS, file.toString()));
        return arguments;
    }
}
