package online.nexuscos.gateway.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * An FFmpeg program.
 *
 * @param libraries the folder of its shared libraries; empty for the system's
 */
record Ffmpeg(String path, Optional<Path> libraries) {
    /** The one of the machine, older than ours. */
    static final Ffmpeg SYSTEM = new Ffmpeg("/usr/bin/ffmpeg", Optional.empty());

    private static final Duration LONGEST_RUN = Duration.ofMinutes(2);

    /** The one that comes with the server. */
    static Ffmpeg bundled() {
        Path program = Path.of(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class));
        return new Ffmpeg(program.toString(), Optional.ofNullable(program.getParent()));
    }

    /** Its companion that tells what is in a file. */
    static Ffmpeg probe() {
        Path program = Path.of(Loader.load(org.bytedeco.ffmpeg.ffprobe.class));
        return new Ffmpeg(program.toString(), Optional.ofNullable(program.getParent()));
    }

    /** What a run that has ended said, and how it ended. */
    record Outcome(int exitCode, String text) {}

    /** Starts it with {@code -hide_banner} before the arguments. */
    TestingProcess start(String name, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(path, "-hide_banner"));
        if (path.endsWith("ffmpeg")) {
            command.add("-nostdin");
        }
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        libraries.ifPresent(
                folder -> builder.environment().put("LD_LIBRARY_PATH", folder.toString()));
        return TestingProcess.start(name, builder);
    }

    Outcome run(List<String> arguments) {
        try (TestingProcess process = start("ffmpeg", arguments)) {
            int exitCode = process.exitCode(LONGEST_RUN);
            return new Outcome(exitCode, process.text());
        }
    }

    /** Publishes a file in real time, as it is. */
    TestingProcess publish(Path file, String url) {
        return start(
                "publisher of " + url,
                List.of(
                        "-loglevel",
                        "warning",
                        "-re",
                        "-i",
                        file.toString(),
                        "-c",
                        "copy",
                        "-f",
                        "flv",
                        "-flvflags",
                        "no_duration_filesize",
                        url));
    }

    /**
     * Decodes {@code seconds} of what is at the address; its text is what it complained about.
     * Times stay as they are: rounded to a frame rate, two frames could get the same one.
     */
    Outcome decode(String url, int seconds) {
        String options = "-t " + seconds + " -fps_mode passthrough -enc_time_base demux -f null -";
        List<String> arguments = new ArrayList<>(List.of("-loglevel", "error", "-i", url));
        arguments.addAll(List.of(options.split(" ")));
        return run(arguments);
    }
}
