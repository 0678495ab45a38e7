package online.nexuscos.gateway.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that runs beside the test, and what it says; it ends with the test. */
final class TestingProcess implements AutoCloseable {
    private static final int MAX_LINES = 2000;
    private static final int PATIENCE_SECONDS = 20;

    private final String name;
    private final Process process;
    private final Deque<String> lines = new ArrayDeque<>();
    private final Thread reader;

    private TestingProcess(String name, Process process, BufferedReader says) {
        this.name = name;
        this.process = process;
        reader = Thread.ofVirtual().name(name).start(() -> read(says));
    }

    static TestingProcess start(String name, ProcessBuilder builder) {
        try {
            Process process = builder.redirectErrorStream(true).start();
            process.getOutputStream().close();
            return new TestingProcess(name, process, process.inputReader(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #start}, with what it prints in a file; it says what went wrong. */
    static TestingProcess startInto(String name, ProcessBuilder builder, Path output) {
        try {
            Process process = builder.redirectOutput(output.toFile()).start();
            process.getOutputStream().close();
            return new TestingProcess(name, process, process.errorReader(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(BufferedReader from) {
        try (BufferedReader in = from) {
            String line = in.readLine();
            while (line != null) {
                add(line);
                line = in.readLine();
            }
        } catch (IOException e) {
            add("(cannot read: " + e + ")");
        }
    }

    private synchronized void add(String line) {
        if (lines.size() == MAX_LINES) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    synchronized List<String> lines() {
        return new ArrayList<>(lines);
    }

    String text() {
        return String.join("\n", lines());
    }

    long pid() {
        return process.pid();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** The exit code, once it has ended by itself and all it said was read. */
    int exitCode(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " is still running:\n" + text());
            }
            reader.join(patience);
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(name, e);
        }
    }

    /** Ends it without a chance to say good-bye, as kill -9 does. */
    void kill() {
        process.toHandle().destroyForcibly();
        exitCode(Duration.ofSeconds(PATIENCE_SECONDS));
    }

    @Override
    public void close() {
        stop();
    }

    /** Asks it to end, and waits until it has; again does nothing. */
    void stop() {
        process.toHandle().destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.toHandle().destroyForcibly();
            }
            reader.join(Duration.ofSeconds(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            process.toHandle().destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
