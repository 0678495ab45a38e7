package online.nexuscos.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The processes that the bench has started; it ends these, by their handles, and no others. */
final class Children implements AutoCloseable {
    private static final int GRACE_SECONDS = 10;
    private static final int LOG_TAIL_CHARACTERS = 2000;

    private final Set<Child> live = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Starts a process that writes to a log file.
     *
     * @param environment added to the bench's own
     */
    Child start(List<String> command, Map<String, String> environment, Path log) {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        try {
            Child child = new Child(builder.start(), command.getFirst(), log);
            live.add(child);
            if (closed) {
                child.close();
                throw new BenchException("the bench is ending");
            }
            return child;
        } catch (IOException e) {
            throw new BenchException("cannot start " + command.getFirst(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        live.forEach(Child::close);
    }

    /** A started process, ended with its descendants by {@link #close()}. */
    final class Child implements AutoCloseable {
        private final Process process;
        private final String program;
        private final Path log;

        private Child(Process process, String program, Path log) {
            this.process = process;
            this.program = program;
            this.log = log;
        }

        long pid() {
            return process.pid();
        }

        /**
         * @throws BenchException it has ended, with the end of its log
         */
        void requireAlive() {
            if (!process.isAlive()) {
                throw new BenchException(
                        "%s ended with %d: %s".formatted(program, process.exitValue(), logTail()));
            }
        }

        String logTail() {
            String text = log();
            return text.substring(Math.max(0, text.length() - LOG_TAIL_CHARACTERS)).strip();
        }

        /** All that it has printed. */
        String log() {
            try {
                return Files.readString(log, StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                return "(no log: " + e.getMessage() + ")";
            }
        }

        /** Ends it without a chance to say good-bye. */
        void kill() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }

        @Override
        public void close() {
            List<ProcessHandle> descendants = process.descendants().toList();
            process.destroy();
            try {
                if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
            descendants.forEach(ProcessHandle::destroyForcibly);
            live.remove(this);
        }
    }
}
