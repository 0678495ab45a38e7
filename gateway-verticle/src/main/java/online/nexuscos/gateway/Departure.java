package online.nexuscos.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import online.nexuscos.platform.health.Health;
import online.nexuscos.platform.health.HealthSource;

/**
 * How the server stops while people use it: publishers are asked to connect elsewhere, the parts in
 * the making are finished, viewers fetch what there still is, and answers end before their
 * connections do. Where nobody is there it takes no time.
 */
final class Departure implements HealthSource {
    private static final long LOOK_MS = 100;

    /** Viewers who have asked for nothing new for so long have what they need. */
    private static final int QUIET_LOOKS = 20;

    /** For answers that are on their way. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Optional<Ingest> ingest;
    private final LiveEngine engine;
    private final Edge edge;
    private volatile Health health = Health.UP;

    Departure(Vertx vertx, Optional<Ingest> ingest, LiveEngine engine, Edge edge) {
        this.vertx = vertx;
        this.ingest = ingest;
        this.engine = engine;
        this.edge = edge;
    }

    @Override
    public String name() {
        return "server";
    }

    @Override
    public Kind kind() {
        return Kind.GATEWAY;
    }

    /** Down from the beginning of the departure, so that balancers send nobody here. */
    @Override
    public Health check() {
        return health;
    }

    /**
     * Begins to go.
     *
     * @param patience for publishers, and again for viewers
     * @return completes when everybody has gone
     */
    Future<Void> begin(Duration patience) {
        health = Health.down("is stopping");
        return ingest.map(open -> open.drain(patience))
                .orElseGet(Future::succeededFuture)
                .compose(_ -> {
                    engine.endPlaying();
                    return awaitQuiet(patience);
                })
                .compose(_ -> {
                    Future<Void> ended = edge.shutdown(LAST_ANSWERS);
                    engine.dismissWaiting();
                    return ended;
                });
    }

    /** Completes when viewers fetch nothing any more, or have had their time. */
    private Future<Void> awaitQuiet(Duration patience) {
        Promise<Void> quiet = Promise.promise();
        look(System.nanoTime() + patience.toNanos(), engine.answeredRequests(), 0, quiet);
        return quiet.future();
    }

    private void look(long deadlineNanos, long answered, int quietLooks, Promise<Void> quiet) {
        boolean over = System.nanoTime() - deadlineNanos >= 0 || quietLooks >= QUIET_LOOKS;
        if (over || engine.viewers() == 0) {
            quiet.complete();
            return;
        }
        vertx.setTimer(
                LOOK_MS,
                _ -> {
                    long now = engine.answeredRequests();
                    look(deadlineNanos, now, now == answered ? quietLooks + 1 : 0, quiet);
                });
    }
}
