package online.nexuscos.platform.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs other programs, without anything of our environment. */
final class Program {
    private static final int PATIENCE_SECONDS = 60;
    private static final int MAX_SAID = 400;

    private Program() {}

    static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder;
    }

    /**
     * Runs a program to its end.
     *
     * @return what it printed
     * @throws StoreException if it failed, with what it said last
     */
    static String run(List<String> command, String input) throws IOException, StoreException {
        Process process = builder(command).redirectErrorStream(true).start();
        try {
            try (OutputStream out = process.getOutputStream()) {
                out.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                int cut = Math.max(0, said.strip().length() - MAX_SAID);
                throw new StoreException(command + " failed: " + said.strip().substring(cut));
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(command.getFirst() + ": interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Sends a signal; a process that is gone is no failure. The shell's own kill does it. */
    static void signal(String signal, long pid) throws IOException, StoreException {
        run(List.of("sh", "-c", "kill -\"$1\" \"$2\" || :", "sh", signal, String.valueOf(pid)), "");
    }
}
