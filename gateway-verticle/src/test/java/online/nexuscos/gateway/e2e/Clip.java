package online.nexuscos.gateway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A test picture and a tone, encoded once and kept below {@code target}.
 *
 * @param rate frames a second as FFmpeg writes it; empty for no picture
 * @param keyframeSeconds between two keyframes
 * @param sampleRate of the tone; 0 for none
 */
record Clip(
        String name,
        String size,
        String rate,
        int bFrames,
        int keyframeSeconds,
        int sampleRate,
        int seconds) {
    /** What most tests publish. */
    static final Clip PLAIN = new Clip("plain", "320x180", "25", 0, 2, 48_000, 120);

    private static final Path FOLDER = Path.of("target", "e2e-media");

    static Clip of(String name, String rate, int bFrames, int keyframeSeconds, int sampleRate) {
        return new Clip(name, "320x180", rate, bFrames, keyframeSeconds, sampleRate, 30);
    }

    boolean hasVideo() {
        return !rate.isEmpty();
    }

    boolean hasAudio() {
        return sampleRate > 0;
    }

    /** The file, made now if need be. */
    Path file() {
        synchronized (Clip.class) {
            Path file = FOLDER.resolve(name + "-" + seconds + ".flv").toAbsolutePath();
            if (!Files.exists(file)) {
                make(file);
            }
            return file;
        }
    }

    private void make(Path file) {
        try {
            Files.createDirectories(FOLDER);
            Path temporary = Files.createTempFile(FOLDER, name, ".flv");
            List<String> arguments = new ArrayList<>(List.of("-loglevel", "error", "-y"));
            arguments.addAll(inputs());
            arguments.addAll(encoders());
            arguments.addAll(List.of("-t", "" + seconds, "-f", "flv", temporary.toString()));
            Ffmpeg.Outcome outcome = Ffmpeg.bundled().run(arguments);
            if (outcome.exitCode() != 0) {
                throw new AssertionError("cannot make " + file + ": " + outcome.text());
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> inputs() {
        List<String> inputs = new ArrayList<>();
        if (hasVideo()) {
            inputs.addAll(List.of("-f", "lavfi", "-i", "testsrc2=size=" + size + ":rate=" + rate));
        }
        if (hasAudio()) {
            inputs.addAll(
                    List.of("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=" + sampleRate));
        }
        return inputs;
    }

    private List<String> encoders() {
        List<String> encoders = new ArrayList<>();
        if (hasVideo()) {
            encoders.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-b:v", "300k"));
            encoders.addAll(List.of("-pix_fmt", "yuv420p", "-bf", String.valueOf(bFrames)));
            encoders.addAll(
                    List.of(
                            "-force_key_frames",
                            "expr:gte(t,n_forced*" + keyframeSeconds + ")",
                            "-g",
                            "1000",
                            "-sc_threshold",
                            "0"));
            if (bFrames == 0) {
                encoders.addAll(List.of("-tune", "zerolatency"));
            }
        }
        if (hasAudio()) {
            encoders.addAll(List.of("-c:a", "aac", "-b:a", "96k", "-ac", "2"));
        }
        return encoders;
    }
}
