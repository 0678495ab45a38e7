package online.nexuscos.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A short program that is run to its end for what it prints. */
final class Command {
    private Command() {}

    /** Standard output and error together; empty when the program is missing. */
    static String outputOf(Path folder, String... command) {
        try {
            return run(folder, List.of(command));
        } catch (BenchException e) {
            return "";
        }
    }

    /**
     * @throws BenchException it cannot be started
     */
    static String run(Path folder, List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .start();
            try {
                process.getOutputStream().close();
                byte[] output = process.getInputStream().readAllBytes();
                process.waitFor(1, TimeUnit.SECONDS);
                return new String(output, StandardCharsets.UTF_8);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new BenchException("cannot run " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    static String firstLine(String output) {
        return output.lines().findFirst().orElse("").strip();
    }
}
