package online.nexuscos.platform.sql;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import online.nexuscos.platform.store.Redis;
import online.nexuscos.platform.store.RedisException;
import online.nexuscos.platform.store.StoreException;
import online.nexuscos.platform.store.Stores;

/**
 * A program that writes numbers to both stores until it is killed, and says which ones were
 * acknowledged: {@code "p 17"} by PostgreSQL, {@code "r 17"} by Redis.
 */
final class CrashWriter {
    private static final int THREADS = 8;

    private CrashWriter() {}

    /** Takes the data folder and the first number. */
    public static void main(String[] arguments) throws StoreException, IOException {
        Vertx vertx = Vertx.vertx();
        Stores stores = new Stores(Path.of(arguments[0]), Optional.empty(), Optional.empty());
        AtomicLong numbers = new AtomicLong(Long.parseLong(arguments[1]));
        Database database = database(vertx, stores);
        Redis redis = new Redis(vertx, stores.redis());
        database.execute("CREATE TABLE IF NOT EXISTS written (number bigint NOT NULL)");
        for (int i = 0; i < THREADS; i++) {
            Thread.ofVirtual()
                    .start(() -> {
                        while (true) {
                            write(database, redis, numbers.getAndIncrement());
                        }
                    });
        }
        // Whoever started this ends it.
        System.in.read();
    }

    static Database database(Vertx vertx, Stores stores) {
        return new Database(
                vertx,
                stores.postgres(),
                DatabaseOptions.of(THREADS),
                Object::toString,
                InstantSource.system(),
                new PrometheusRegistry(),
                CrashWriter.class.getClassLoader());
    }

    private static void write(Database database, Redis redis, long number) {
        try {
            insert(database, number);
            say("p " + number);
        } catch (SqlException e) {
            say("not p " + number + " " + e.kind());
        }
        try {
            redis.add("number/" + number, 1, Duration.ofHours(1));
            say("r " + number);
        } catch (RedisException e) {
            say("not r " + number);
        }
    }

    static void insert(Database database, long number) {
        database.transaction(
                Actor.SYSTEM,
                transaction ->
                        transaction.execute("INSERT INTO written (number) VALUES ($1)", number));
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
