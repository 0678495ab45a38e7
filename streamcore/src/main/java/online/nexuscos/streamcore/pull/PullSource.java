package online.nexuscos.streamcore.pull;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import online.nexuscos.streamcore.pull.PullSettings.When;
import online.nexuscos.streamcore.pull.PullStatus.State;
import online.nexuscos.streamcore.pull.SourceRequest.Company;
import online.nexuscos.streamcore.pull.SourceSink.End;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches one channel's source, and tries again when it is lost; on one event loop. */
final class PullSource {
    private static final Logger LOG = LoggerFactory.getLogger(PullSource.class);
    private static final long LOOK_MS = 500;

    private final String stream;
    private final PullSettings settings;
    private final EventLoop loop;
    private final SourceReader reader;
    private final PullGate gate;
    private final IntSupplier viewers;
    private final PullOptions options;
    private final Backoff backoff;
    private final List<Promise<Void>> waiting = new ArrayList<>();

    private volatile PullStatus status;
    private State state = State.IDLE;
    private Company company = Company.SHARED;
    private Optional<String> error = Optional.empty();
    private @Nullable PullAttempt attempt;
    private @Nullable ScheduledFuture<?> retry;
    private @Nullable ScheduledFuture<?> look;
    private long watchedNanos;
    private long liveNanos;

    PullSource(
            String stream,
            PullSettings settings,
            EventLoop loop,
            SourceReader reader,
            PullGate gate,
            IntSupplier viewers,
            PullOptions options) {
        this.stream = stream;
        this.settings = settings;
        this.loop = loop;
        this.reader = reader;
        this.gate = gate;
        this.viewers = viewers;
        this.options = options;
        this.backoff =
                new Backoff(
                        options.firstRetry().toMillis(),
                        options.longestRetry().toMillis(),
                        () -> ThreadLocalRandom.current().nextDouble());
        this.status = new PullStatus(State.IDLE, settings.address().shown(), Optional.empty(), 0);
    }

    PullSettings settings() {
        return settings;
    }

    PullStatus status() {
        return status;
    }

    /** Fetches it now, unless it waits for viewers. */
    void start() {
        if (settings.when() == When.ALWAYS) {
            loop.execute(this::connect);
        }
    }

    /** Ends it for good. */
    void stop(String reason) {
        loop.execute(() -> {
            halt(reason);
            become(State.STOPPED);
            release(reason);
        });
    }

    /** Somebody wants to watch: completes when there is something to see, or fails in time. */
    Future<Void> summon() {
        Promise<Void> promise = Promise.promise();
        loop.execute(() -> await(promise));
        return promise.future();
    }

    private void await(Promise<Void> promise) {
        if (state == State.LIVE) {
            promise.complete();
        } else if (state == State.STOPPED || waiting.size() >= options.maxWaiting()) {
            promise.fail("the source cannot be waited for");
        } else {
            waiting.add(promise);
            var _ =
                    loop.schedule(
                            () -> giveUp(promise),
                            options.patience().toMillis(),
                            TimeUnit.MILLISECONDS);
            watchedNanos = loop.ticker().nanoTime();
            if (state == State.IDLE) {
                look =
                        loop.scheduleAtFixedRate(
                                this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
                connect();
            }
        }
    }

    private void giveUp(Promise<Void> promise) {
        if (waiting.remove(promise)) {
            promise.fail(error.orElse("the source does not answer"));
        }
    }

    private void connect() {
        if (state == State.STOPPED) {
            return;
        }
        retry = null;
        become(State.CONNECTING);
        PullAttempt next = new PullAttempt(stream, settings.address(), loop, gate, new Progress());
        attempt = next;
        next.start(reader, new SourceRequest(settings.address(), settings.reach(), company));
    }

    /** Ends a source that nobody has watched for a while. */
    private void look() {
        long now = loop.ticker().nanoTime();
        if (!waiting.isEmpty() || viewers.getAsInt() > 0) {
            watchedNanos = now;
        } else if (now - watchedNanos > options.linger().toNanos()) {
            LOG.info("[{}] nobody watches: the source is left", stream);
            halt("nobody watches");
            backoff.succeeded();
            become(State.IDLE);
        }
    }

    private void halt(String reason) {
        cancel(look);
        cancel(retry);
        look = null;
        retry = null;
        PullAttempt current = attempt;
        attempt = null;
        if (current != null) {
            current.stop(reason);
        }
    }

    private static void cancel(@Nullable ScheduledFuture<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }

    private void release(String reason) {
        List<Promise<Void>> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(promise -> promise.fail(reason));
    }

    private void become(State next) {
        state = next;
        status = new PullStatus(next, settings.address().shown(), error, backoff.failures());
    }

    /** Follows one attempt. */
    private final class Progress implements PullAttempt.Listener {
        @Override
        public void live() {
            LOG.info("[{}] fetches {}", stream, settings.address());
            liveNanos = loop.ticker().nanoTime();
            error = Optional.empty();
            become(State.LIVE);
            List<Promise<Void>> all = List.copyOf(waiting);
            waiting.clear();
            all.forEach(Promise::complete);
        }

        @Override
        public void over(End end, String reason) {
            attempt = null;
            boolean steady =
                    state == State.LIVE
                            && loop.ticker().nanoTime() - liveNanos
                                    > options.steadyAfter().toNanos();
            if (steady) {
                backoff.succeeded();
            }
            company = end == End.CRASHED ? Company.ALONE : steady ? Company.SHARED : company;
            long waitMs = backoff.failed();
            error = Optional.of(reason);
            become(State.WAITING);
            LOG.info(
                    "[{}] lost {}: {}; next try in {} ms",
                    stream,
                    settings.address(),
                    reason,
                    waitMs);
            retry = loop.schedule(PullSource.this::connect, waitMs, TimeUnit.MILLISECONDS);
        }
    }
}
