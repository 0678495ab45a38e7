package online.nexuscos.platform.sql;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import online.nexuscos.platform.store.PostgresAddress;
import online.nexuscos.platform.store.Store;
import online.nexuscos.platform.store.StoreHealth;
import online.nexuscos.platform.store.TestingStores;

/** A database of one's own on the real server that all tests share, fresh and migrated. */
public final class TestingDatabase implements AutoCloseable {
    private static final EventFormat AS_TEXT = event -> "\"" + event + "\"";

    private final Vertx vertx = Vertx.vertx();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Store<PostgresAddress> store;
    private final Database database;

    public TestingDatabase() {
        this(InstantSource.system(), AS_TEXT);
    }

    public TestingDatabase(InstantSource clock, EventFormat format) {
        this(TestingStores.postgres(), clock, format);
    }

    /** On another server. */
    public TestingDatabase(Store<PostgresAddress> server) {
        this(server, InstantSource.system(), AS_TEXT);
    }

    private TestingDatabase(
            Store<PostgresAddress> postgres, InstantSource clock, EventFormat format) {
        String name = "test_" + UUID.randomUUID().toString().replace('-', '_');
        try (Database server =
                new Database(
                        vertx,
                        postgres,
                        DatabaseOptions.of(1),
                        AS_TEXT,
                        clock,
                        new PrometheusRegistry(),
                        TestingDatabase.class.getClassLoader())) {
            server.execute("CREATE DATABASE " + name);
        }
        store = new OtherDatabase(postgres, name);
        database =
                new Database(
                        vertx,
                        store,
                        DatabaseOptions.of(16),
                        format,
                        clock,
                        registry,
                        TestingDatabase.class.getClassLoader());
    }

    public Database database() {
        return database;
    }

    public Vertx vertx() {
        return vertx;
    }

    public PrometheusRegistry registry() {
        return registry;
    }

    /** The server, with this database as the one to use. */
    public Store<PostgresAddress> store() {
        return store;
    }

    /** Closes the connections; the database goes with the folder of the tests' server. */
    @Override
    public void close() {
        database.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private record OtherDatabase(Store<PostgresAddress> server, String name)
            implements Store<PostgresAddress> {
        @Override
        public CompletionStage<PostgresAddress> address() {
            return server.address().thenApply(address -> address.withDatabase(name));
        }

        @Override
        public StoreHealth health() {
            return server.health();
        }

        @Override
        public void close() {
            // The server is everybody's.
        }
    }
}
