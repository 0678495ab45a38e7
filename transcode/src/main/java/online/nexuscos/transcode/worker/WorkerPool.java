package online.nexuscos.transcode.worker;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import online.nexuscos.streamcore.pull.Backoff;
import online.nexuscos.streamcore.pull.SourceReader;
import online.nexuscos.streamcore.pull.SourceRequest;
import online.nexuscos.streamcore.pull.SourceRequest.Company;
import online.nexuscos.streamcore.pull.SourceSink;
import online.nexuscos.streamcore.pull.SourceSink.End;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts workers when there are jobs, shares them among jobs, and starts others, less and less
 * often, when they crash. Any thread.
 */
public final class WorkerPool implements SourceReader, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

    /** A worker that was up for so long did not crash of its start. */
    private static final long STEADY_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final VertxInternal vertx;
    private final WorkerOptions options;
    private final Backoff backoff;
    private final List<Worker> workers = new ArrayList<>();
    private final LongAdder bytes = new LongAdder();
    private long started;
    private long crashes;
    private long refused;
    private long notBeforeNanos = System.nanoTime();
    private boolean closed;

    /** Starts no worker yet. */
    public WorkerPool(Vertx vertx, WorkerOptions options) {
        this.vertx = (VertxInternal) vertx;
        this.options = options;
        this.backoff =
                new Backoff(
                        options.firstRestart().toMillis(),
                        options.longestRestart().toMillis(),
                        () -> ThreadLocalRandom.current().nextDouble());
    }

    /** A process, or one to come, and the jobs in it. Guarded by the pool. */
    private static final class Worker {
        private final Company company;
        private final CompletableFuture<Path> listening = new CompletableFuture<>();
        private @Nullable WorkerProcess process;
        private int jobs;
        private long idleSinceNanos;
        private boolean stopped;

        Worker(Company company) {
            this.company = company;
        }
    }

    @Override
    public Reading read(SourceRequest request, EventLoop loop, SourceSink sink) {
        WorkerReading reading = new WorkerReading(loop, sink, bytes);
        Worker worker = take(request.company());
        if (worker == null) {
            reading.refuse("no worker is free: " + options.maxProcesses() + " are busy");
            return reading;
        }
        ReadCommand command = new ReadCommand(request.address(), request.reach());
        var _ =
                worker.listening.whenComplete((path, failure) ->
                        loop.execute(() -> {
                            if (path == null) {
                                reading.crash("the worker did not start");
                            } else {
                                reading.connect(vertx.transport(), path, command);
                            }
                        }));
        reading.ended().addListener(over -> leave(worker, End.CRASHED.equals(over.getNow())));
        return reading;
    }

    private synchronized @Nullable Worker take(Company company) {
        if (!closed && company == Company.SHARED) {
            for (Worker worker : workers) {
                if (worker.company == company
                        && !worker.stopped
                        && worker.jobs < options.jobsPerProcess()) {
                    worker.jobs++;
                    return worker;
                }
            }
        }
        if (closed || workers.size() >= options.maxProcesses()) {
            refused++;
            return null;
        }
        Worker worker = new Worker(company);
        worker.jobs = 1;
        workers.add(worker);
        long delayNanos = Math.max(0, notBeforeNanos - System.nanoTime());
        Thread.ofVirtual().name("start-worker").start(() -> start(worker, delayNanos));
        return worker;
    }

    private void start(Worker worker, long delayNanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(delayNanos);
            WorkerProcess process = WorkerProcess.start(options);
            var _ = process.exit().thenAccept(code -> exited(worker, process, code));
            var _ = process.ready().thenAccept(worker.listening::complete);
            attach(worker, process);
        } catch (IOException e) {
            LOG.error("a worker cannot be started: {}", e.toString());
            forget(worker);
            worker.listening.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            forget(worker);
            worker.listening.completeExceptionally(e);
        }
    }

    private synchronized void attach(Worker worker, WorkerProcess process) {
        worker.process = process;
        started++;
        if (worker.stopped || closed) {
            process.stop();
        }
    }

    private synchronized void forget(Worker worker) {
        workers.remove(worker);
        worker.stopped = true;
    }

    private void exited(Worker worker, WorkerProcess process, int code) {
        synchronized (this) {
            workers.remove(worker);
            if (code != 0 && !closed) {
                crashes++;
                if (process.upNanos() > STEADY_NANOS) {
                    backoff.succeeded();
                }
                long waitMs = backoff.failed();
                notBeforeNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
                LOG.error(
                        "worker {} has crashed with {} jobs: exit code {}; the next starts in {}"
                                + " ms. {}",
                        process.pid(),
                        worker.jobs,
                        code,
                        waitMs,
                        process.lastWords());
            }
            worker.stopped = true;
        }
        worker.listening.completeExceptionally(new IOException("exit code " + code));
    }

    /**
     * @param broken nobody can work with the process any more; it may live still
     */
    private synchronized void leave(Worker worker, boolean broken) {
        worker.jobs--;
        if (broken) {
            worker.stopped = true;
            if (worker.process != null) {
                worker.process.kill();
            }
            return;
        }
        if (worker.jobs > 0) {
            return;
        }
        worker.idleSinceNanos = System.nanoTime();
        if (worker.company == Company.ALONE) {
            stop(worker);
        } else if (!closed) {
            vertx.setTimer(options.idle().toMillis() + 1, _ -> stopIfIdle(worker));
        }
    }

    private synchronized void stopIfIdle(Worker worker) {
        if (worker.jobs == 0
                && System.nanoTime() - worker.idleSinceNanos >= options.idle().toNanos()) {
            stop(worker);
        }
    }

    private void stop(Worker worker) {
        if (!worker.stopped) {
            worker.stopped = true;
            if (worker.process != null) {
                worker.process.stop();
            }
        }
    }

    /** Counts since the start. */
    public synchronized WorkerStatistics statistics() {
        int jobs = workers.stream().mapToInt(worker -> worker.jobs).sum();
        return new WorkerStatistics(workers.size(), jobs, started, crashes, refused, bytes.sum());
    }

    /** Process ids of the workers that run, for those who watch over them. */
    public synchronized List<Long> processes() {
        return workers.stream()
                .flatMap(worker -> java.util.stream.Stream.ofNullable(worker.process))
                .map(WorkerProcess::pid)
                .toList();
    }

    /** Ends all workers, whatever they do. */
    @Override
    public synchronized void close() {
        closed = true;
        List.copyOf(workers).forEach(this::stop);
    }
}
