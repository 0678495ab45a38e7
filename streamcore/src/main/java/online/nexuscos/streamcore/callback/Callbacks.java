package online.nexuscos.streamcore.callback;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import online.nexuscos.streamcore.hub.Introduction;

/**
 * The site that is asked about those who publish and play. A question that is not configured is
 * answered with yes. Any thread; never waits.
 */
public final class Callbacks {
    private static final CallbackAnswer YES = new CallbackAnswer.Allowed();

    private final Vertx vertx;
    private final CallbackOptions options;
    private final CallbackClient client;
    private final AtomicLong numbers = new AtomicLong();

    public Callbacks(Vertx vertx, CallbackOptions options, CallbackMetrics metrics) {
        this.vertx = vertx;
        this.options = options;
        client = new CallbackClient(vertx, options, metrics);
    }

    /** Somebody who has not been seen before. */
    Visit visit(String socketAddress, Introduction introduction, String name) {
        return new Visit(numbers.incrementAndGet(), Visit.host(socketAddress), introduction, name);
    }

    boolean asks(CallbackKind kind) {
        return options.address(kind).isPresent();
    }

    /** Never fails. */
    Future<CallbackAnswer> ask(CallbackKind kind, Visit visit) {
        return ask(kind, visit, 0, 0);
    }

    private Future<CallbackAnswer> ask(
            CallbackKind kind, Visit visit, long seconds, long timestampMs) {
        return options.address(kind)
                .map(address ->
                        client.send(
                                kind, address, CallbackForm.of(kind, visit, seconds, timestampMs)))
                .orElseGet(() -> Future.succeededFuture(YES));
    }

    /**
     * A visit that was allowed: from now on it is asked whether it may go on.
     *
     * @param timestampMs of its media now
     * @param end called when it may not
     */
    Stay stay(
            Visit visit,
            CallbackKind update,
            CallbackKind done,
            LongSupplier timestampMs,
            Consumer<String> end) {
        Stay stay = new Stay(visit, update, done);
        if (asks(update)) {
            long begun = System.nanoTime();
            stay.timer =
                    Optional.of(
                            vertx.setPeriodic(
                                    options.updateInterval().toMillis(),
                                    _ ->
                                            stay.update(
                                                    (System.nanoTime() - begun) / 1_000_000_000L,
                                                    timestampMs.getAsLong(),
                                                    end)));
        }
        return stay;
    }

    public Future<Void> close() {
        return client.close();
    }

    /** Somebody who publishes or plays. */
    final class Stay {
        private final Visit visit;
        private final CallbackKind update;
        private final CallbackKind done;
        private volatile Optional<Long> timer = Optional.empty();

        private Stay(Visit visit, CallbackKind update, CallbackKind done) {
            this.visit = visit;
            this.update = update;
            this.done = done;
        }

        private void update(long seconds, long timestampMs, Consumer<String> end) {
            ask(update, visit, seconds, timestampMs)
                    .onSuccess(answer -> {
                        switch (answer) {
                            case CallbackAnswer.Allowed _ -> {}
                            case CallbackAnswer.Redirected _ ->
                                    end.accept("the site sends it elsewhere");
                            case CallbackAnswer.Refused(int status) ->
                                    end.accept("the site ends it (" + status + ")");
                            case CallbackAnswer.Silent(String reason) -> {
                                if (options.silence() == CallbackOptions.Silence.REFUSES) {
                                    end.accept("the site is silent: " + reason);
                                }
                            }
                        }
                    });
        }

        /** It has gone; to be called once. */
        void end() {
            timer.ifPresent(vertx::cancelTimer);
            ask(done, visit);
            ask(CallbackKind.DONE, visit);
        }
    }
}
