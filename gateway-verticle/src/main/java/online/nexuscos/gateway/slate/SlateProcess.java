package online.nexuscos.gateway.slate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import online.nexuscos.streamcore.slate.SlateForm;

/**
 * Encodes one slate in a process of its own: with the same classes, less right to the processor,
 * and bounds on time and memory, since it reads a file that may be anybody's.
 */
final class SlateProcess {
    /** What a process may take; a minute of one processor is plenty for half a minute of video. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int CPU_SECONDS = 90;
    private static final int MEMORY_KB = 3 << 20;
    private static final int MAX_SAID = 4096;
    private static final int SHOWN = 300;

    private SlateProcess() {}

    /**
     * Writes the clip to that file, as a whole or not at all; blocks.
     *
     * @throws SlateException it cannot be made; the message says why
     */
    static void encode(SlateContent content, SlateForm form, Path file)
            throws SlateException, InterruptedException {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path folder = Files.createTempDirectory(file.toAbsolutePath().getParent(), "new");
            Path made = folder.resolve("slate.flv");
            try {
                run(command(content, form, folder, made), folder.resolve("said"));
                Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                for (String name : List.of("slate.flv", "said", "title")) {
                    Files.deleteIfExists(folder.resolve(name));
                }
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new SlateException("a slate cannot be written: " + e);
        }
    }

    private static List<String> command(
            SlateContent content, SlateForm form, Path folder, Path made) throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(
                List.of(
                        "/bin/sh",
                        "-c",
                        "ulimit -t "
                                + CPU_SECONDS
                                + "; ulimit -v "
                                + MEMORY_KB
                                + "; exec nice -n 5 \"$@\"",
                        "slate"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:CompressedClassSpaceSize=32m",
                        "-XX:ReservedCodeCacheSize=32m",
                        "-Xmx64m",
                        "-Xss512k",
                        "-Dorg.bytedeco.javacpp.maxBytes=0",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0"));
        String unpacked = System.getProperty("org.bytedeco.javacpp.cachedir");
        if (unpacked != null) {
            command.add("-Dorg.bytedeco.javacpp.cachedir=" + unpacked);
        }
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        "online.nexuscos.gateway.Main",
                        "slate"));
        command.addAll(arguments(content, form, folder));
        command.add(made.toString());
        return command;
    }

    /** As {@link SlateCommand} reads them. */
    private static List<String> arguments(SlateContent content, SlateForm form, Path folder)
            throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of(form.videoCodec().name(), form.audioCodec().name()));
        for (int number :
                new int[] {
                    form.width(),
                    form.height(),
                    form.frameRate(),
                    form.sampleRate(),
                    form.channels()
                }) {
            arguments.add(Integer.toString(number));
        }
        switch (content) {
            case SlateContent.Branded(String title) -> {
                Path text = folder.resolve("title");
                Files.writeString(text, title);
                arguments.addAll(List.of(SlateCommand.BRANDED, text.toString()));
            }
            case SlateContent.Media media -> {
                arguments.add(media.form().moves() ? SlateCommand.MOVING : SlateCommand.STILL);
                arguments.add(media.file().toString());
                arguments.add(media.form().demuxer());
            }
        }
        return arguments;
    }

    private static void run(List<String> command, Path said)
            throws IOException, SlateException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        // What the server was told in secret is nothing for it.
        builder.environment().keySet().removeIf(name -> name.startsWith("NEXUS_"));
        Process process = builder.start();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new SlateException("not encoded in " + PATIENCE.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw new SlateException("cannot be encoded: " + last(said));
            }
        } finally {
            process.destroyForcibly();
        }
    }

    /** The last line of what it said, without what could harm a log. */
    private static String last(Path said) throws IOException {
        try (var in = Files.newInputStream(said)) {
            byte[] bytes = in.readNBytes(MAX_SAID);
            String text = new String(bytes, StandardCharsets.UTF_8).strip();
            String line = text.substring(text.lastIndexOf('\n') + 1).replaceAll("\\p{Cntrl}", "?");
            return line.length() <= SHOWN ? line : line.substring(0, SHOWN);
        }
    }
}
