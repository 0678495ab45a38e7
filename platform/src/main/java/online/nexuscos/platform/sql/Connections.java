package online.nexuscos.platform.sql;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import online.nexuscos.platform.store.Await;
import online.nexuscos.platform.store.PostgresAddress;
import online.nexuscos.platform.store.Store;
import org.jspecify.annotations.Nullable;

/** The pool, opened by whoever needs it first, over a server that may come back elsewhere. */
final class Connections {
    private static final int MAX_WAITING = 1000;

    private final Vertx vertx;
    private final Store<PostgresAddress> store;
    private final DatabaseOptions options;
    private final Migrations migrations;
    private @Nullable CompletableFuture<Pool> opened;
    private @Nullable Pool pool;
    private boolean closed;

    Connections(
            Vertx vertx,
            Store<PostgresAddress> store,
            DatabaseOptions options,
            Migrations migrations) {
        this.vertx = vertx;
        this.store = store;
        this.options = options;
        this.migrations = migrations;
    }

    /** Statements on any connection. */
    Session pool() {
        return new Session(awaitPool(), options.patience());
    }

    /** A connection of one's own, to be closed. */
    SqlConnection connection() {
        Future<SqlConnection> asked = awaitPool().getConnection();
        try {
            return Await.result(asked, options.patience());
        } catch (Throwable e) {
            // It may come all the same, and nobody else would give it back.
            asked.onSuccess(SqlConnection::close);
            throw Failures.of(e);
        }
    }

    CompletionStage<Pool> open() {
        return opening();
    }

    synchronized void close() {
        closed = true;
        if (pool != null) {
            pool.close();
        }
    }

    private Pool awaitPool() {
        try {
            return Await.result(opening(), options.patience());
        } catch (Throwable e) {
            throw Failures.of(e);
        }
    }

    private synchronized CompletableFuture<Pool> opening() {
        CompletableFuture<Pool> ready = opened;
        if (ready == null || ready.isCompletedExceptionally()) {
            Pool made = pool == null ? build() : pool;
            pool = made;
            CompletableFuture<Pool> opening = new CompletableFuture<>();
            opened = opening;
            // A thread of its own: migrations take their time, and block.
            Thread.ofVirtual().name("database").start(() -> prepare(made, opening));
            return opening;
        }
        return ready;
    }

    private void prepare(Pool made, CompletableFuture<Pool> opening) {
        try {
            PostgresAddress address = Await.result(store.address(), Migrations.PATIENCE);
            migrations.apply(new Session(made, options.patience()), address);
            opening.complete(made);
        } catch (Throwable e) {
            opening.completeExceptionally(e);
        }
    }

    /** Opens no connection yet. */
    private Pool build() {
        if (closed) {
            throw new IllegalStateException("the database is closed");
        }
        PoolOptions size =
                new PoolOptions()
                        // Not the loops of the media: what a new connection's password costs
                        // (some 5 ms of hashing) and large answers would hold streams up.
                        .setEventLoopSize(1)
                        .setMaxSize(options.connections())
                        .setMaxWaitQueueSize(MAX_WAITING)
                        // Our callers stop waiting by themselves. The pool's own timer can be set
                        // after its waiter was served, and then fails what has succeeded
                        // (docs/decisions/0014).
                        .setConnectionTimeout(0);
        return PgBuilder.pool().with(size).connectingTo(this::target).using(vertx).build();
    }

    private Future<SqlConnectOptions> target() {
        return Future.fromCompletionStage(
                store.address().thenApply(address -> Addresses.connect(address, options)),
                vertx.getOrCreateContext());
    }
}
