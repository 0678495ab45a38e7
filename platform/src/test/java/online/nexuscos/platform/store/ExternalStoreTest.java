package online.nexuscos.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import online.nexuscos.platform.sql.SqlException;
import online.nexuscos.platform.sql.TestingDatabase;
import online.nexuscos.platform.store.StoreHealth.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that somebody else runs: those of Debian, another version of each. */
@Timeout(180)
class ExternalStoreTest {
    @TempDir static Path folder;
    private static Optional<DebianServers> servers = Optional.empty();

    @BeforeAll
    static void start() throws Exception {
        servers = Optional.of(new DebianServers(folder));
    }

    @AfterAll
    static void stop() {
        servers.ifPresent(DebianServers::close);
    }

    private static Stores stores(String sslMode) throws StoreException {
        DebianServers debian = servers.orElseThrow();
        return new Stores(
                folder.resolve("unused"),
                Optional.of(debian.postgresUrl(sslMode)),
                Optional.of(debian.redisUrl()));
    }

    @Test
    void passTheTestsThatOurOwnPass() throws Exception {
        String said =
                servers.orElseThrow()
                        .runTests(
                                "online.nexuscos.platform.sql.DatabaseTest",
                                "online.nexuscos.platform.sql.IdempotencyTest",
                                "online.nexuscos.platform.sql.MigrationsTest",
                                "online.nexuscos.platform.sql.OutboxTest",
                                "online.nexuscos.platform.store.RedisTest");
        assertThat(said).matches("(?s)([3-9][0-9]|[1-9][0-9]{2}) passed, 0 failed\\s*");
    }

    @Test
    void areTrustedByTheirCertificatesAlone() throws Exception {
        try (Stores stores = stores("require");
                TestingDatabase testing = new TestingDatabase(stores.postgres())) {
            boolean encrypted =
                    testing.database()
                            .one(
                                    "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
                                    row -> row.bool("ssl"));
            assertThat(encrypted).isTrue();
        }
        try (Stores stores = stores("verify-full")) {
            assertThatThrownBy(() -> new TestingDatabase(stores.postgres()).close())
                    .isInstanceOfSatisfying(
                            SqlException.class,
                            e -> assertThat(e.kind()).isEqualTo(SqlException.Kind.UNAVAILABLE));
        }
    }

    @Test
    void tellWhetherTheyAreThere() throws Exception {
        try (Stores stores = stores("disable")) {
            assertThat(stores.health())
                    .containsExactly(
                            new StoreHealth("postgres", false, State.IDLE, 0, ""),
                            new StoreHealth("redis", false, State.IDLE, 0, ""));
            stores.postgres().address();
            assertThat(stores.postgres().health().state()).isEqualTo(State.UP);
        }
        try (Stores gone =
                new Stores(folder, Optional.of("postgres://a:b@127.0.0.1:1/d"), Optional.empty())) {
            gone.postgres().address();
            assertThat(gone.postgres().health())
                    .isEqualTo(
                            new StoreHealth(
                                    "postgres", false, State.DOWN, 0, "takes no connections"));
        }
        assertThat(List.of(folder.toFile().list())).doesNotContain("unused");
    }
}
