package online.nexuscos.services.core.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.platform.sql.SqlException;
import online.nexuscos.services.core.webhook.DeliveryTable.Due;
import online.nexuscos.services.core.webhook.DeliveryTable.State;
import online.nexuscos.services.core.webhook.Sender.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the attempts that are due, side by side: an endpoint that is slow takes {@value
 * DeliveryTable#MAX_OF_ENDPOINT} of {@value DeliveryTable#MAX_AT_ONCE} places, and no more.
 */
final class Worker {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final long POLL_MS = 1000;
    private static final Duration CLEANING = Duration.ofHours(1);

    /** Longer than an attempt may take. */
    private static final Duration LEASE = Sender.TIMEOUT.multipliedBy(4);

    private final Database database;
    private final EndpointTable endpoints;
    private final DeliveryTable deliveries;
    private final Sender sender;
    private final InstantSource clock;
    private final Semaphore wakes = new Semaphore(0);
    private final Semaphore places = new Semaphore(DeliveryTable.MAX_AT_ONCE);
    private Instant cleaned = Instant.EPOCH;

    Worker(Database database, EndpointTable endpoints, Sender sender, InstantSource clock) {
        this.database = database;
        this.endpoints = endpoints;
        this.sender = sender;
        this.clock = clock;
        deliveries = new DeliveryTable(database);
    }

    /** Looks soon whether there is something to deliver; any thread. */
    void wake() {
        wakes.release();
    }

    /** Works until the thread is interrupted. */
    void run() {
        try (ExecutorService attempts = Executors.newVirtualThreadPerTaskExecutor()) {
            while (true) {
                wakes.tryAcquire(POLL_MS, TimeUnit.MILLISECONDS);
                wakes.drainPermits();
                try {
                    round(attempts);
                } catch (SqlException e) {
                    LOG.warn("webhooks wait: {}", e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins what is due; tells how many. */
    int round(ExecutorService attempts) throws InterruptedException {
        Instant now = clock.instant();
        if (now.isAfter(cleaned.plus(CLEANING))) {
            cleaned = now;
            deliveries.clean(now);
        }
        places.acquire();
        places.release();
        List<Due> due = deliveries.take(endpoints, now, LEASE);
        for (Due each : due) {
            places.acquire();
            attempts.execute(() -> {
                try {
                    settle(each, sender.send(each, now));
                } catch (SqlException e) {
                    // The lease runs out, and the attempt is made again.
                    LOG.warn("webhook {}: {}", each.messageId(), e.getMessage());
                } finally {
                    places.release();
                    wake();
                }
            });
        }
        return due.size();
    }

    private void settle(Due due, Outcome outcome) {
        Instant now = clock.instant();
        switch (outcome) {
            case Outcome.Delivered(int status) -> {
                deliveries.settle(due.id(), State.DELIVERED, now, status, "");
                endpoints.reached(due.endpoint());
            }
            case Outcome.Refused refused -> {
                if (refused.forGood()) {
                    deliveries.settle(
                            due.id(), State.FAILED, now, refused.status(), "it wants no more");
                    endpoints.disable(due.endpoint());
                } else {
                    again(due, now, Optional.of(refused.status()), "answered " + refused.status());
                }
            }
            case Outcome.Missed(String reason) -> again(due, now, Optional.empty(), reason);
        }
    }

    private void again(Due due, Instant now, Optional<Integer> status, String reason) {
        Optional<Duration> pause = RetrySchedule.pause(due.attempts(), ThreadLocalRandom.current());
        deliveries.settle(
                due.id(),
                pause.isPresent() ? State.WAITING : State.FAILED,
                now.plus(pause.orElse(Duration.ZERO)),
                status.orElse(null),
                reason);
        endpoints.missed(due.endpoint(), now);
    }

    Database database() {
        return database;
    }
}
