package online.nexuscos.platform.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The servers that the tests of one JVM share: our own, kept in {@code target} so that only the
 * first run makes them, or those whose URLs stand in NEXUS_TEST_POSTGRES_URL and
 * NEXUS_TEST_REDIS_URL.
 */
public final class TestingStores {
    static final String POSTGRES = "NEXUS_TEST_POSTGRES_URL";
    static final String REDIS = "NEXUS_TEST_REDIS_URL";
    private static final Path FOLDER = Path.of("target", "testing-stores");
    private static final Stores STORES = open();

    private TestingStores() {}

    private static Stores open() {
        try {
            Stores stores = new Stores(FOLDER, variable(POSTGRES), variable(REDIS));
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(stores::close));
            return stores;
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
    }

    public static Store<PostgresAddress> postgres() {
        return STORES.postgres();
    }

    public static Store<RedisAddress> redis() {
        return STORES.redis();
    }

    /** Gives another data folder the programs, so that not each test unpacks them. */
    public static void shareProgramsWith(Path data) throws IOException, StoreException {
        Path stores = Files.createDirectories(data.resolve("stores"));
        Files.createSymbolicLink(stores.resolve("programs"), programs());
    }

    private static Path programs() throws IOException, StoreException {
        // The servers' user reaches this folder, wherever the checkout is.
        Path programs = Path.of(System.getProperty("java.io.tmpdir"), "nexus-testing-programs");
        new PostgresProgram(new StoreFolder(FOLDER, FOLDER)).unpack(programs);
        return programs;
    }

    /** Processes that work in a folder of data. */
    public static List<Long> processesIn(Path data) throws IOException {
        return Occupants.in(data.toRealPath());
    }

    public static <A> A address(Store<A> store) {
        try {
            return store.address().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
