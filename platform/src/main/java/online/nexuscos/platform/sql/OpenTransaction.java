package online.nexuscos.platform.sql;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import online.nexuscos.platform.sql.Database.Isolation;
import online.nexuscos.platform.store.Await;
import org.jspecify.annotations.Nullable;

/**
 * A transaction on a connection of its own. Events and audit rows are gathered and written right
 * before the commit, in one go with it.
 */
final class OpenTransaction implements Transaction, AutoCloseable {
    /** Written out earlier where there are more. */
    private static final int MAX_GATHERED = 500;

    private static final String INSERT_EVENT =
            """
            INSERT INTO platform.outbox (subscriber, event_id, event, key, body, actor,
                organisation, request_id, trace, occurred_at, due_at)
            SELECT s.subscriber, $1, $2, $3, $4, $5, $6, $7, $8, $9, $9
            FROM platform.subscription s WHERE s.event = $2
            """;
    private static final String INSERT_AUDIT =
            """
            INSERT INTO platform.audit (at, actor, organisation, request_id, action, object, details)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """;

    private final SqlConnection connection;
    private final Session session;
    private final TransactionParts parts;
    private final Actor actor;
    private final Instant now;
    private final List<List<Object>> events = new ArrayList<>();
    private final List<List<Object>> auditRows = new ArrayList<>();
    private boolean published;
    private @Nullable Future<?> begun;
    private @Nullable SqlException failure;

    OpenTransaction(
            SqlConnection connection, Duration patience, TransactionParts parts, Actor actor) {
        this.connection = connection;
        this.session = new Session(connection, patience);
        this.parts = parts;
        this.actor = actor;
        // As exact as PostgreSQL keeps it, so that what is answered is what is read later.
        this.now = parts.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** The answer is awaited with that of the first statement. */
    void begin(Isolation isolation) {
        begun = session.send("BEGIN ISOLATION LEVEL " + isolation.name().replace('_', ' '));
    }

    void commit() {
        if (failure != null) {
            // PostgreSQL would answer COMMIT with a quiet ROLLBACK.
            throw failure;
        }
        // In one go: should one of them be refused, the COMMIT behind it changes nothing.
        List<Future<?>> sent = writeGathered();
        sent.add(session.send("COMMIT"));
        begun = null;
        try {
            for (Future<?> each : sent) {
                Await.result(each, session.patience());
            }
        } catch (Throwable e) {
            throw Failures.ofCommit(e);
        }
        if (published) {
            parts.afterPublishing().run();
        }
    }

    /** Rolls back what was not committed, and gives the connection back. */
    @Override
    public void close() {
        try {
            if (begun != null) {
                Await.result(session.send("ROLLBACK"), session.patience());
            }
        } catch (Throwable e) {
            // Then the connection is gone, and the transaction with it.
            begun = null;
        } finally {
            connection.close();
        }
    }

    @Override
    public <T> List<T> query(String sql, Mapper<T> mapper, @Nullable Object... parameters) {
        return watched(() -> session.query(sql, mapper, parameters));
    }

    @Override
    public int execute(String sql, @Nullable Object... parameters) {
        return watched(() -> session.execute(sql, parameters));
    }

    @Override
    public int batch(String sql, List<? extends List<? extends @Nullable Object>> parameters) {
        return watched(() -> session.batch(sql, parameters));
    }

    @Override
    public void publish(Event event) {
        published = true;
        events.add(
                List.of(
                        UUID.randomUUID(),
                        Event.name(event.getClass()),
                        event.key(),
                        parts.format().encode(event),
                        actor.account(),
                        actor.organisation(),
                        actor.requestId(),
                        actor.trace(),
                        now));
        writeIfMany(events);
    }

    @Override
    public void audit(String action, String object, JsonObject details) {
        auditRows.add(
                List.of(
                        now,
                        actor.account(),
                        actor.organisation(),
                        actor.requestId(),
                        action,
                        object,
                        details));
        writeIfMany(auditRows);
    }

    @Override
    public void lock(String name) {
        query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", _ -> name, name);
    }

    @Override
    public boolean tryLock(String name) {
        return one(
                "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS taken",
                row -> row.bool("taken"),
                name);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Actor actor() {
        return actor;
    }

    private void writeIfMany(List<?> gathered) {
        if (gathered.size() >= MAX_GATHERED) {
            watched(() -> {
                writeGathered().forEach(session::await);
                return true;
            });
        }
    }

    private List<Future<?>> writeGathered() {
        List<Future<?>> sent = new ArrayList<>();
        if (!events.isEmpty()) {
            sent.add(session.sendBatch(INSERT_EVENT, events));
            events.clear();
        }
        if (!auditRows.isEmpty()) {
            sent.add(session.sendBatch(INSERT_AUDIT, auditRows));
            auditRows.clear();
        }
        return sent;
    }

    /** A statement that failed has ended the transaction, whatever its caller makes of it. */
    private <T> T watched(Supplier<T> statement) {
        if (failure != null) {
            throw failure;
        }
        try {
            return statement.get();
        } catch (SqlException e) {
            failure = e;
            throw e;
        }
    }
}
