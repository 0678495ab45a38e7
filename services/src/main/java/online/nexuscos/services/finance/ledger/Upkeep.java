package online.nexuscos.services.finance.ledger;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import online.nexuscos.platform.sql.Actor;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.platform.sql.SqlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens without being asked for: transactions are sealed, holds expire. Any number of nodes
 * may be at it.
 */
final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final long PAUSE_MS = 500;
    private static final long PAUSE_AFTER_FAILURE_MS = 5000;
    private static final int MAX_ORGANISATIONS = 100;
    private static final int MAX_HOLDS = 100;

    private final Database database;
    private final Holds holds;
    private final Seals seals;
    private final InstantSource clock;
    private final Semaphore closed = new Semaphore(0);

    Upkeep(Database database, Holds holds, Seals seals, InstantSource clock) {
        this.database = database;
        this.holds = holds;
        this.seals = seals;
        this.clock = clock;
    }

    void start() {
        Thread.ofVirtual().name("ledger upkeep").start(this::run);
    }

    /** Begins no more work; what is under way ends. */
    @Override
    public void close() {
        closed.release();
    }

    /** Seals all that has committed. */
    void seal() {
        for (UUID organisation : seals.waiting(database, MAX_ORGANISATIONS)) {
            int sealed = Seals.BATCH;
            while (sealed == Seals.BATCH && closed.availablePermits() == 0) {
                sealed =
                        database.transaction(
                                Actor.SYSTEM, transaction -> seals.seal(transaction, organisation));
            }
        }
    }

    /** Ends holds whose time is over, each in a transaction of its own. */
    void expire(Instant now) {
        List<Holds.Due> due = holds.due(database, now, MAX_HOLDS);
        for (Holds.Due each : due) {
            Actor actor = new Actor("system", each.organisation().toString(), "", "");
            boolean ended =
                    database.transaction(actor, transaction -> holds.expire(transaction, each));
            LOG.debug("hold {} is due: {}", each.id(), ended ? "expired" : "had ended");
        }
    }

    private void run() {
        long pauseMs = PAUSE_MS;
        while (!isClosedAfter(pauseMs)) {
            try {
                expire(clock.instant());
                seal();
                pauseMs = PAUSE_MS;
            } catch (SqlException e) {
                LOG.warn("the ledger's upkeep waits for the database: {}", e.getMessage());
                pauseMs = PAUSE_AFTER_FAILURE_MS;
            } catch (RuntimeException e) {
                LOG.error("the ledger's upkeep failed", e);
                pauseMs = PAUSE_AFTER_FAILURE_MS;
            }
        }
    }

    private boolean isClosedAfter(long pauseMs) {
        try {
            if (closed.tryAcquire(pauseMs, TimeUnit.MILLISECONDS)) {
                closed.release();
                return true;
            }
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
