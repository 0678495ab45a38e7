package online.nexuscos.platform.store;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** All servers that hold data. Making this starts none of them. */
public final class Stores implements AutoCloseable {
    private static final Path FALLBACK = Path.of("/var/lib/nexus");
    private static final int REDIS_PORT = 6379;

    private final StoreFolder folder;
    private final Store<PostgresAddress> postgres;
    private final Store<RedisAddress> redis;

    /**
     * Chooses the stores.
     *
     * @param data where our own keep what they hold
     * @param postgresUrl of an external server; empty for our own
     * @param redisUrl of an external server; empty for our own
     * @throws StoreException if a URL has another form
     */
    public Stores(Path data, Optional<String> postgresUrl, Optional<String> redisUrl)
            throws StoreException {
        this(new StoreFolder(data, FALLBACK), postgresUrl, redisUrl);
    }

    Stores(StoreFolder folder, Optional<String> postgresUrl, Optional<String> redisUrl)
            throws StoreException {
        this.folder = folder;
        this.postgres =
                postgresUrl.isEmpty()
                        ? new EmbeddedStore<>(new PostgresProgram(folder))
                        : external(PostgresAddress.parse(postgresUrl.get()));
        this.redis =
                redisUrl.isEmpty()
                        ? new EmbeddedStore<>(new RedisProgram(folder))
                        : external(RedisAddress.parse(redisUrl.get()));
    }

    private static Store<PostgresAddress> external(PostgresAddress address) {
        return new ExternalStore<>(
                "postgres",
                address,
                InetSocketAddress.createUnresolved(address.host(), address.port()));
    }

    private static Store<RedisAddress> external(RedisAddress address) {
        URI uri = URI.create(address.url());
        int port = uri.getPort() < 0 ? REDIS_PORT : uri.getPort();
        return new ExternalStore<>(
                "redis", address, InetSocketAddress.createUnresolved(uri.getHost(), port));
    }

    public Store<PostgresAddress> postgres() {
        return postgres;
    }

    public Store<RedisAddress> redis() {
        return redis;
    }

    /** How each store is; may take a second for one that is not ours. */
    public List<StoreHealth> health() {
        return List.of(postgres.health(), redis.health());
    }

    /** Ends those that are ours, side by side. */
    @Override
    public void close() {
        Thread other = Thread.ofVirtual().start(redis::close);
        postgres.close();
        try {
            other.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        folder.close();
    }
}
