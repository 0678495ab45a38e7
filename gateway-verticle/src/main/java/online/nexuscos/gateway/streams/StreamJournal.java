package online.nexuscos.gateway.streams;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import online.nexuscos.platform.service.Events;
import online.nexuscos.platform.sql.Actor;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.platform.sql.Event;
import online.nexuscos.platform.sql.SqlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what streams do into the outbox, for those who must not miss it. It never waits for the
 * database: events wait in a queue while that is away, and what the queue has no room for is
 * counted and lost.
 */
public final class StreamJournal implements Events, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamJournal.class);

    /** Events that wait for the database. */
    static final int MAX_WAITING = 1024;

    /** Strangers may be refused as fast as they connect: no more than so many are told of. */
    static final int MAX_REFUSALS_WAITING = 16;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Database database;
    private final Counter lost;
    private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread thread;

    public StreamJournal(Database database, PrometheusRegistry registry) {
        this.database = database;
        lost =
                Counter.builder()
                        .name("nexus_stream_events_lost_total")
                        .help("Events of streams that webhooks do not hear of: too many at once")
                        .register(registry);
        thread = Thread.ofVirtual().name("stream-journal").start(this::run);
    }

    @Override
    public void publish(Event event) {
        boolean crowded = event instanceof PublishRefused && waiting.size() >= MAX_REFUSALS_WAITING;
        if (crowded || !waiting.offer(event)) {
            lost.inc();
        }
    }

    private void run() {
        try {
            while (true) {
                write(waiting.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Event event) throws InterruptedException {
        while (true) {
            try {
                database.transaction(
                        Actor.SYSTEM,
                        transaction -> {
                            transaction.publish(event);
                            return event;
                        });
                return;
            } catch (SqlException e) {
                LOG.warn("events of streams wait: {}", e.getMessage());
                Thread.sleep(PAUSE);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
