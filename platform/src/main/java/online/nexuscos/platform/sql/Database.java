package online.nexuscos.platform.sql;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import online.nexuscos.platform.store.PostgresAddress;
import online.nexuscos.platform.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * The one PostgreSQL database of the program. It costs nothing until the first call, which starts
 * the server where it is ours, migrates all schemas, and opens the pool.
 *
 * <p>What is called on this object itself runs outside of transactions, each statement on its own.
 */
public final class Database implements Statements, AutoCloseable {
    /** How often a transaction runs at most when others are in its way. */
    static final int ATTEMPTS = 8;

    private static final long FIRST_PAUSE_NANOS = 2_000_000;

    private final Connections connections;
    private final TransactionParts parts;
    private final SqlMetrics metrics;
    private final Duration patience;

    private volatile Runnable afterPublishing = () -> {};

    /**
     * A database that nothing was asked of yet.
     *
     * @param loader finds the migrations, {@code db/<module>/V...sql}
     */
    public Database(
            Vertx vertx,
            Store<PostgresAddress> store,
            DatabaseOptions options,
            EventFormat format,
            InstantSource clock,
            PrometheusRegistry registry,
            ClassLoader loader) {
        this.connections = new Connections(vertx, store, options, new Migrations(loader));
        this.patience = options.patience();
        this.parts = new TransactionParts(clock, format, () -> afterPublishing.run());
        this.metrics = new SqlMetrics(registry);
    }

    /** Starts what the first call would start, so that it does not wait. */
    public CompletionStage<Void> open() {
        return connections.open().thenAccept(_ -> {});
    }

    /** What is done in a transaction. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object, E extends Exception> {
        /** May run several times: it changes nothing but the transaction. */
        T run(Transaction transaction) throws E;
    }

    /** How much a transaction sees of others that run at the same time. */
    public enum Isolation {
        /** Each statement sees what is committed when it begins. */
        READ_COMMITTED,
        /** All of it sees what was committed when it began, and nobody else writes the same. */
        REPEATABLE_READ,
        /** As if transactions ran one after the other. */
        SERIALIZABLE
    }

    /** Runs work in a transaction with {@link Isolation#READ_COMMITTED}. */
    public <T extends @Nullable Object, E extends Exception> T transaction(
            Actor actor, Work<T, E> work) throws E {
        return transaction(actor, Isolation.READ_COMMITTED, work);
    }

    /**
     * Runs work in a transaction and commits it; if work throws, nothing is kept, and the exception
     * goes on. Where another transaction was in the way (a deadlock, a serialization failure), or
     * the server went away before the commit, work runs again, {@value #ATTEMPTS} times at most.
     *
     * @throws SqlException of kind {@code CONFLICT}, {@code UNAVAILABLE} or {@code IN_DOUBT} when
     *     it could not be committed
     */
    public <T extends @Nullable Object, E extends Exception> T transaction(
            Actor actor, Isolation isolation, Work<T, E> work) throws E {
        long begun = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                T result = once(actor, isolation, work);
                metrics.committed(System.nanoTime() - begun);
                return result;
            } catch (SqlException e) {
                metrics.failed(e.kind());
                boolean again =
                        e.kind() == SqlException.Kind.CONFLICT
                                || e.kind() == SqlException.Kind.UNAVAILABLE;
                boolean late = System.nanoTime() - begun > patience.toNanos();
                if (!again || late || attempt == ATTEMPTS) {
                    throw e;
                }
                metrics.retried();
                pause(attempt);
            }
        }
    }

    private <T extends @Nullable Object, E extends Exception> T once(
            Actor actor, Isolation isolation, Work<T, E> work) throws E {
        try (OpenTransaction transaction =
                new OpenTransaction(connections.connection(), patience, parts, actor)) {
            transaction.begin(isolation);
            T result = work.run(transaction);
            transaction.commit();
            return result;
        }
    }

    /** Longer each time, and never the same for two that got into each other's way. */
    private static void pause(int attempt) {
        long most = FIRST_PAUSE_NANOS << attempt;
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most / 2, most));
    }

    @Override
    public <T> List<T> query(String sql, Mapper<T> mapper, @Nullable Object... parameters) {
        return connections.pool().query(sql, mapper, parameters);
    }

    @Override
    public int execute(String sql, @Nullable Object... parameters) {
        return connections.pool().execute(sql, parameters);
    }

    @Override
    public int batch(String sql, List<? extends List<? extends @Nullable Object>> parameters) {
        return connections.pool().batch(sql, parameters);
    }

    /** What is run after each commit with events. */
    void afterPublishing(Runnable action) {
        afterPublishing = action;
    }

    InstantSource clock() {
        return parts.clock();
    }

    /** Closes the connections; transactions under way fail. The server stays. */
    @Override
    public void close() {
        connections.close();
    }
}
