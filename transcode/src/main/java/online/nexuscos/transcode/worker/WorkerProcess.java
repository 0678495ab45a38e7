package online.nexuscos.transcode.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One child process, from its start to its end. Any thread. */
final class WorkerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
    private static final int KEPT_LINES = 20;
    private static final int MAX_LINE = 300;

    /**
     * Bounds its memory, lets the kernel take it before the server when memory runs out, and gives
     * the server's own work the right of way.
     */
    private static final String LAUNCH =
            "ulimit -c 0; ulimit -d \"$1\" 2>/dev/null; shift;"
                    + " { echo 700 >/proc/self/oom_score_adj; } 2>/dev/null;"
                    + " exec nice -n 10 \"$@\"";

    private final Process process;
    private final Path socket;
    private final long startedNanos = System.nanoTime();
    private final CompletableFuture<Path> ready = new CompletableFuture<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final Deque<String> lines = new ArrayDeque<>();

    private WorkerProcess(Process process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    /** Starts one; takes some milliseconds. */
    static WorkerProcess start(WorkerOptions options) throws IOException {
        // Only we may enter the folder, so only we can reach the socket.
        Path folder = Files.createTempDirectory("nexus-worker");
        Path socket = folder.resolve("socket");
        ProcessBuilder builder = new ProcessBuilder(command(options, socket));
        // What the server is told is not the worker's to know.
        builder.environment().keySet().removeIf(name -> name.startsWith("NEXUS_"));
        WorkerProcess worker = new WorkerProcess(builder.redirectErrorStream(true).start(), socket);
        Thread.ofVirtual().name("worker-" + worker.process.pid()).start(worker::follow);
        return worker;
    }

    private static List<String> command(WorkerOptions options, Path socket) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("/bin/sh", "-c", LAUNCH, "sh", options.dataMb() * 1024 + ""));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:ReservedCodeCacheSize=16m",
                        "-XX:ErrorFile=/dev/null",
                        "-Xss512k",
                        "-Xmx" + options.heapMb() + "m",
                        "-Dorg.bytedeco.javacpp.maxBytes=0",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0"));
        String cache = System.getProperty("org.bytedeco.javacpp.cachedir");
        if (cache != null) {
            command.add("-Dorg.bytedeco.javacpp.cachedir=" + cache);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(WorkerMain.class.getName());
        command.add(socket.toString());
        return command;
    }

    private void follow() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            String line = in.readLine();
            while (line != null) {
                if (line.equals(WorkerMain.READY)) {
                    ready.complete(socket);
                } else {
                    keep(line);
                }
                line = in.readLine();
            }
        } catch (IOException e) {
            LOG.debug("worker {}: {}", pid(), e.toString());
        }
        int code = awaitExit();
        removeSocket();
        ready.completeExceptionally(new IOException("the worker has ended: exit code " + code));
        exit.complete(code);
    }

    private int awaitExit() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private void removeSocket() {
        try {
            Files.deleteIfExists(socket);
            Path folder = socket.getParent();
            if (folder != null) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            LOG.debug("worker {}: {}", pid(), e.toString());
        }
    }

    private synchronized void keep(String line) {
        if (lines.size() == KEPT_LINES) {
            lines.removeFirst();
        }
        lines.addLast(line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE));
    }

    /** What it said last. */
    synchronized String lastWords() {
        return String.join(" / ", lines);
    }

    long pid() {
        return process.pid();
    }

    long upNanos() {
        return System.nanoTime() - startedNanos;
    }

    /** Completes with the socket when it listens, on a thread of its own. */
    CompletableFuture<Path> ready() {
        return ready;
    }

    /** Completes when it has ended, with its exit code. */
    CompletableFuture<Integer> exit() {
        return exit;
    }

    /** Ends it at once, by force: its exit code is not 0. */
    void kill() {
        process.destroyForcibly();
    }

    /** It ends when its standard input does. */
    void stop() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }
}
