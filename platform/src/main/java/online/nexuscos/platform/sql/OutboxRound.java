package online.nexuscos.platform.sql;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the next events of one subscriber, those of a key one after the other, keys side by
 * side. One transaction holds the subscriber's lock meanwhile, so that no other node does the same;
 * should this node die, the lock goes with its connection, and what was delivered is delivered
 * again.
 */
final class OutboxRound {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRound.class);
    private static final int MAX_EVENTS = 200;
    private static final int MAX_AT_ONCE = 16;

    /** Less than a transaction may stand idle. */
    private static final Duration LENGTH = Duration.ofSeconds(10);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final int MAX_DOUBLINGS = 7;

    private final String subscriber;
    private final Delivery delivery;
    private final ConcurrentLinkedQueue<Long> delivered = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Pending> refused = new ConcurrentLinkedQueue<>();

    OutboxRound(String subscriber, Delivery delivery) {
        this.subscriber = subscriber;
        this.delivery = delivery;
    }

    private record Pending(long id, int attempts, DeliveredEvent event) {}

    /** How a round went. */
    record Result(int delivered, int refused) {
        static final Result NOTHING = new Result(0, 0);
    }

    Result run(Transaction transaction) {
        if (!transaction.tryLock("outbox/" + subscriber)) {
            return Result.NOTHING;
        }
        List<Pending> pending = next(transaction);
        if (pending.isEmpty()) {
            return Result.NOTHING;
        }
        Map<String, List<Pending>> lanes = new LinkedHashMap<>();
        pending.forEach(
                each -> lanes.computeIfAbsent(each.event.key(), _ -> new ArrayList<>()).add(each));
        deliver(lanes.values());
        transaction.execute(
                "DELETE FROM platform.outbox WHERE id = ANY($1)",
                (Object) delivered.toArray(Long[]::new));
        for (Pending each : refused) {
            transaction.execute(
                    "UPDATE platform.outbox SET attempts = attempts + 1, due_at = $2 WHERE id = $1",
                    each.id,
                    transaction.now().plus(pause(each.attempts)));
        }
        return new Result(delivered.size(), refused.size());
    }

    /** The oldest, but none of a key that waits after a failure. */
    private List<Pending> next(Transaction transaction) {
        return transaction.query(
                """
                SELECT id, event_id, event, key, body, actor, organisation, request_id, trace,
                    occurred_at, attempts
                FROM platform.outbox o
                WHERE subscriber = $1 AND NOT EXISTS (
                    SELECT 1 FROM platform.outbox w
                    WHERE w.subscriber = o.subscriber AND w.key = o.key AND w.id <= o.id
                        AND w.attempts > 0 AND w.due_at > $2)
                ORDER BY id LIMIT $3
                """,
                OutboxRound::pending,
                subscriber,
                transaction.now(),
                MAX_EVENTS);
    }

    private static Pending pending(Row row) {
        Actor actor =
                new Actor(
                        row.text("actor"),
                        row.text("organisation"),
                        row.text("request_id"),
                        row.text("trace"));
        DeliveredEvent event =
                new DeliveredEvent(
                        row.uuid("event_id"),
                        row.text("event"),
                        row.text("key"),
                        row.text("body"),
                        actor,
                        row.instant("occurred_at"));
        return new Pending(row.bigint("id"), row.integer("attempts"), event);
    }

    private void deliver(Collection<List<Pending>> lanes) {
        long end = System.nanoTime() + LENGTH.toNanos();
        Semaphore places = new Semaphore(MAX_AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (List<Pending> lane : lanes) {
                running.add(
                        threads.submit(() -> {
                            places.acquireUninterruptibly();
                            try {
                                deliverLane(lane, end);
                            } finally {
                                places.release();
                            }
                        }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliverLane(List<Pending> lane, long end) {
        for (Pending each : lane) {
            if (System.nanoTime() > end) {
                return;
            }
            try {
                delivery.deliver(subscriber, each.event);
                delivered.add(each.id);
            } catch (Exception e) {
                LOG.warn(
                        "{} did not take {} {} (attempt {}): {}",
                        subscriber,
                        each.event.name(),
                        each.event.id(),
                        each.attempts + 1,
                        String.valueOf(e));
                refused.add(each);
                return;
            }
        }
    }

    /** Half a second at first, a minute at last. */
    static Duration pause(int attempts) {
        return FIRST_PAUSE.multipliedBy(1L << Math.min(attempts, MAX_DOUBLINGS));
    }
}
