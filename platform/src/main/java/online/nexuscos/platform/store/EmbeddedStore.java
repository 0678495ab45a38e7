package online.nexuscos.platform.store;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import online.nexuscos.platform.store.StoreHealth.State;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server of our own, kept running by a thread of its own: the kernel ends the server when that
 * thread ends, so it may not be one that comes and goes.
 */
final class EmbeddedStore<A> implements Store<A> {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStore.class);
    private static final long LOOK_EVERY_MS = 5;
    private static final long START_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long STOP_PATIENCE_MS = 10_000;
    private static final long FIRST_PAUSE_MS = 50;
    private static final long MAX_PAUSE_MS = 10_000;

    /** A server that ran this long has not failed again at once. */
    private static final long STEADY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ServerProgram<A> program;
    private State state = State.IDLE;
    private String detail = "";
    private int restarts;
    private CompletableFuture<A> address = new CompletableFuture<>();
    private @Nullable Thread keeper;
    private @Nullable Process process;

    EmbeddedStore(ServerProgram<A> program) {
        this.program = program;
    }

    @Override
    public synchronized CompletionStage<A> address() {
        if (state == State.IDLE) {
            become(State.STARTING, "");
            keeper = Thread.ofPlatform().name(program.name()).daemon().start(this::keep);
        }
        return address.copy();
    }

    @Override
    public synchronized StoreHealth health() {
        return new StoreHealth(program.name(), true, state, restarts, detail);
    }

    /** The only place where the state changes. */
    private synchronized void become(State next, String why) {
        if (state != State.CLOSED) {
            state = next;
            detail = why;
        }
    }

    private synchronized boolean isClosed() {
        return state == State.CLOSED;
    }

    private void keep() {
        int failures = 0;
        while (!isClosed()) {
            long begun = System.nanoTime();
            try {
                program.prepare();
                int port = freePort();
                Process running = launch(port);
                awaitReady(running, port);
                answer(port, System.nanoTime() - begun);
                begun = System.nanoTime();
                int code = running.waitFor();
                failures = System.nanoTime() - begun > STEADY_NANOS ? 0 : failures + 1;
                lost("ended with " + code);
            } catch (IOException | StoreException | RuntimeException e) {
                failures++;
                failed(e);
            } catch (InterruptedException e) {
                return;
            }
            if (!pause(failures)) {
                return;
            }
        }
    }

    private Process launch(int port) throws IOException, StoreException, InterruptedException {
        Path log = program.dataFolder().resolveSibling("log.txt");
        if (Files.exists(log)) {
            Files.move(
                    log, log.resolveSibling("log-before.txt"), StandardCopyOption.REPLACE_EXISTING);
        }
        ProcessBuilder builder =
                Program.builder(program.user().command(program.stopSignal(), program.command(port)))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        synchronized (this) {
            if (state == State.CLOSED) {
                throw new InterruptedException();
            }
            process = builder.start();
        }
        try (OutputStream input = process.getOutputStream()) {
            input.write(program.input(port).getBytes(StandardCharsets.UTF_8));
        }
        return process;
    }

    private void awaitReady(Process running, int port) throws StoreException, InterruptedException {
        long end = System.nanoTime() + START_PATIENCE_NANOS;
        while (!program.isReady(running, port)) {
            if (running.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                throw new StoreException(
                        "it ended with " + running.exitValue() + " at once" + seeLog());
            }
            if (System.nanoTime() > end) {
                running.destroyForcibly();
                throw new StoreException("it did not become ready" + seeLog());
            }
        }
    }

    private String seeLog() {
        return " (" + program.dataFolder().resolveSibling("log.txt") + ")";
    }

    private void answer(int port, long nanos) {
        CompletableFuture<A> waiting;
        synchronized (this) {
            become(State.UP, "");
            waiting = address;
        }
        LOG.info("{} is up after {} ms", program.name(), TimeUnit.NANOSECONDS.toMillis(nanos));
        waiting.complete(program.address(port));
    }

    private synchronized void lost(String why) {
        if (state != State.CLOSED) {
            LOG.warn("{} {}: starting it again", program.name(), why);
            restarts++;
            address = new CompletableFuture<>();
            become(State.DOWN, why);
        }
    }

    /** Whoever waits is told; whoever asks from now on waits for the next try. */
    private void failed(Exception reason) {
        CompletableFuture<A> waiting;
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            if (!String.valueOf(reason.getMessage()).equals(detail)) {
                LOG.error("{} cannot be started: {}", program.name(), reason.toString());
            }
            become(State.DOWN, String.valueOf(reason.getMessage()));
            waiting = address;
            address = new CompletableFuture<>();
        }
        waiting.completeExceptionally(
                new StoreException(program.name() + ": " + reason.getMessage(), reason));
    }

    private boolean pause(int failures) {
        try {
            long most = FIRST_PAUSE_MS << Math.min(failures, 10);
            TimeUnit.MILLISECONDS.sleep(failures == 0 ? 0 : Math.min(most, MAX_PAUSE_MS));
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        Thread thread;
        Process running;
        CompletableFuture<A> waiting;
        synchronized (this) {
            become(State.CLOSED, "");
            thread = keeper;
            running = process;
            waiting = address;
        }
        waiting.completeExceptionally(new StoreException(program.name() + ": closed"));
        if (running != null) {
            stop(running);
        }
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void stop(Process running) {
        try {
            if (running.isAlive()) {
                Program.signal(program.stopSignal(), running.pid());
            }
            if (running.waitFor(STOP_PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                return;
            }
            LOG.warn("{} did not stop: killing it", program.name());
        } catch (IOException | StoreException e) {
            LOG.warn("{} could not be told to stop: {}", program.name(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.destroyForcibly();
    }
}
