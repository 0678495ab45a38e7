package online.nexuscos.platform.sql;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the events that committed to their subscribers: at least once each, those of a key in
 * order, and a subscriber that fails holds up that key for itself alone. A commit on this node
 * wakes it; what others committed it finds within half a second.
 *
 * <p>It asks rather than listens: NOTIFY would make all commits with events wait for one another.
 */
public final class Outbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final long POLL_MS = 500;
    private static final double MILLIS = 1e3;
    private static final Duration CLEANING = Duration.ofMinutes(10);

    private final Database database;
    private final Delivery delivery;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final Semaphore wakes = new Semaphore(0);
    private final Counter deliveries;
    private final Gauge oldest;
    private volatile boolean closed;
    private Instant cleaned = Instant.EPOCH;

    public Outbox(Database database, Delivery delivery, PrometheusRegistry registry) {
        this.database = database;
        this.delivery = delivery;
        deliveries =
                Counter.builder()
                        .name("nexus_outbox_deliveries_total")
                        .help("Events handed to subscribers, by outcome")
                        .labelNames("outcome")
                        .register(registry);
        deliveries.initLabelValues("taken");
        deliveries.initLabelValues("refused");
        oldest =
                Gauge.builder()
                        .name("nexus_outbox_oldest_seconds")
                        .help("Age of the oldest event that is yet to be delivered")
                        .register(registry);
    }

    /**
     * From now on the subscriber gets these events and no others; those that wait for it already
     * still come.
     */
    public void subscribe(String subscriber, Collection<String> events) {
        database.transaction(
                Actor.SYSTEM,
                transaction -> {
                    // Nodes that start together would meet in the same rows.
                    transaction.lock("subscriptions");
                    transaction.execute(
                            "DELETE FROM platform.subscription"
                                    + " WHERE subscriber = $1 AND event <> ALL($2)",
                            subscriber,
                            events.toArray(String[]::new));
                    return transaction.batch(
                            """
                            INSERT INTO platform.subscription (event, subscriber) VALUES ($1, $2)
                            ON CONFLICT DO NOTHING
                            """,
                            events.stream().map(event -> List.of(event, subscriber)).toList());
                });
    }

    /** Begins to deliver. */
    public void start() {
        database.afterPublishing(this::wake);
        Thread.ofVirtual().name("outbox").start(this::run);
    }

    /** Looks at once whether there is something to deliver. */
    void wake() {
        wakes.release();
    }

    /** Begins no more deliveries; those under way end. */
    @Override
    public void close() {
        closed = true;
        wake();
    }

    private void run() {
        while (!closed) {
            try {
                waiting().forEach(this::deliver);
                clean();
            } catch (SqlException e) {
                LOG.warn("the outbox cannot be read: {}", e.getMessage());
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.error("the outbox failed", e);
                }
            }
            try {
                wakes.tryAcquire(POLL_MS, TimeUnit.MILLISECONDS);
                wakes.drainPermits();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Who has something to get. */
    private List<String> waiting() {
        Instant now = database.clock().instant();
        List<Instant> first =
                database.query(
                        "SELECT occurred_at FROM platform.outbox ORDER BY id LIMIT 1",
                        row -> row.instant("occurred_at"));
        oldest.set(
                first.isEmpty()
                        ? 0
                        : Math.max(0, Duration.between(first.getFirst(), now).toMillis() / MILLIS));
        return first.isEmpty()
                ? List.of()
                : database.query(
                        """
                        SELECT subscriber FROM (SELECT DISTINCT subscriber FROM platform.subscription) s
                        WHERE EXISTS (SELECT 1 FROM platform.outbox o
                            WHERE o.subscriber = s.subscriber AND o.due_at <= $1)
                        """,
                        row -> row.text("subscriber"),
                        now);
    }

    private void deliver(String subscriber) {
        if (busy.add(subscriber)) {
            Thread.ofVirtual()
                    .name("outbox " + subscriber)
                    .start(() -> {
                        try {
                            // Until there is nothing: what commits meanwhile finds us busy.
                            while (!closed && round(subscriber).delivered() > 0) {}
                        } catch (RuntimeException e) {
                            LOG.warn("deliveries to {} failed: {}", subscriber, e.toString());
                        } finally {
                            busy.remove(subscriber);
                        }
                    });
        }
    }

    OutboxRound.Result round(String subscriber) {
        OutboxRound.Result result =
                database.transaction(
                        Actor.SYSTEM,
                        transaction -> new OutboxRound(subscriber, delivery).run(transaction));
        deliveries.labelValues("taken").inc(result.delivered());
        deliveries.labelValues("refused").inc(result.refused());
        return result;
    }

    private void clean() {
        Instant now = database.clock().instant();
        if (now.isAfter(cleaned.plus(CLEANING))) {
            cleaned = now;
            Retention.apply(database, now);
        }
    }
}
