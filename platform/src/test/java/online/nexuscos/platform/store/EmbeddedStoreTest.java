package online.nexuscos.platform.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import online.nexuscos.platform.metrics.MetricsText;
import online.nexuscos.platform.store.StoreHealth.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our own servers, as processes: who they are, where they listen, how they end. */
@Timeout(180)
class EmbeddedStoreTest {
    @TempDir Path folder;
    private Path data = Path.of("");
    private Stores stores = unused();

    private static Stores unused() {
        try {
            return new Stores(Path.of("unused"), Optional.empty(), Optional.empty());
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void open() throws IOException {
        // As a data folder in /srv is, and unlike a temporary one: others may pass through.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        data = folder.resolve("data");
        stores = stores();
    }

    @AfterEach
    void close() {
        stores.close();
    }

    private Stores stores() {
        try {
            return new Stores(
                    new StoreFolder(data, folder.resolve("elsewhere")),
                    Optional.empty(),
                    Optional.empty());
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Long> postgresProcesses() throws IOException {
        return Occupants.in(data.resolve("stores/postgres/cluster").toRealPath());
    }

    private List<Long> redisProcesses() throws IOException {
        return Occupants.in(data.resolve("stores/redis/append-only").toRealPath());
    }

    @Test
    void startsNothingThatNobodyAskedFor() {
        assertThat(stores.health())
                .containsExactly(
                        new StoreHealth("postgres", true, State.IDLE, 0, ""),
                        new StoreHealth("redis", true, State.IDLE, 0, ""));
        stores.close();
        assertThat(data).doesNotExist();
    }

    @Test
    void runsServersAsNobodyInParticularOnLoopbackAndStopsThem() throws Exception {
        stores.postgres().address();
        RedisAddress redis = TestingStores.address(stores.redis());
        PostgresAddress postgres = TestingStores.address(stores.postgres());
        assertThat(stores.health()).allMatch(health -> health.state() == State.UP);
        for (List<Long> processes : List.of(postgresProcesses(), redisProcesses())) {
            assertThat(processes).isNotEmpty();
            for (long pid : processes) {
                Path process = Path.of("/proc", String.valueOf(pid));
                assertThat(Files.getAttribute(process, "unix:uid")).isNotEqualTo(0);
                assertThat(Files.readString(process.resolve("cmdline")))
                        .doesNotContain(postgres.password())
                        .doesNotContain(redis.password());
            }
        }
        assertListensOnLoopbackAlone(postgres.port());
        assertListensOnLoopbackAlone(URI.create(redis.url()).getPort());
        for (String secret :
                List.of("postgres/password", "postgres/superuser-password", "redis/password")) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(
                                            data.resolve("stores").resolve(secret))))
                    .isEqualTo("rw-------");
        }
        stores.close();
        assertThat(postgresProcesses()).isEmpty();
        assertThat(redisProcesses()).isEmpty();
        assertThat(stores.health()).allMatch(health -> health.state() == State.CLOSED);
    }

    private static void assertListensOnLoopbackAlone(int port) throws IOException {
        new Socket(InetAddress.ofLiteral("127.0.0.1"), port).close();
        List<InetAddress> others =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(address -> !address.isLoopbackAddress())
                        .toList();
        for (InetAddress other : others) {
            assertThatThrownBy(() -> new Socket(other, port).close())
                    .as(other.toString())
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void endsWhatAnEarlierRunLeftBehind() throws Exception {
        TestingStores.shareProgramsWith(data);
        TestingStores.address(stores.postgres());
        Path cluster = data.resolve("stores/postgres/cluster").toRealPath();
        String server =
                Files.readSymbolicLink(Path.of("/proc", first(postgresProcesses()), "exe"))
                        .toString();
        stores.close();
        // Nobody tells this one that its program died; its port is a free one.
        Process orphan =
                new ProcessBuilder(
                                ServerUser.of(cluster)
                                        .command(
                                                "clear",
                                                List.of(
                                                        server,
                                                        "-D",
                                                        cluster.toString(),
                                                        "-p",
                                                        String.valueOf(freePort()),
                                                        "-c",
                                                        "unix_socket_directories=")))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("orphan.txt").toFile())
                        .start();
        try {
            while (Occupants.in(cluster).isEmpty() && orphan.isAlive()) {
                Thread.onSpinWait();
            }
            stores = stores();
            TestingStores.address(stores.postgres());
            assertThat(orphan.isAlive()).isFalse();
        } finally {
            orphan.destroyForcibly();
        }
    }

    private static String first(List<Long> pids) {
        return String.valueOf(pids.getFirst());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void isNotFooledByTheNumberOfADeadProcessThatNobodyBuried() throws Exception {
        TestingStores.shareProgramsWith(data);
        TestingStores.address(stores.postgres());
        stores.close();
        // What the shell becomes knows nothing of the shell's child, and never asks how it ended.
        Process parent =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "exec 3<&0; head -c 1 <&3 >&2 & echo $!; exec tail -f /dev/null")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            String zombie = parent.inputReader().readLine();
            Path name = Path.of("/proc", String.valueOf(parent.pid()), "comm");
            while (!Files.readString(name).startsWith("tail")) {
                Thread.onSpinWait();
            }
            parent.outputWriter().append('x').flush();
            Path stat = Path.of("/proc", zombie, "stat");
            while (!Files.readString(stat).contains(") Z ")) {
                Thread.onSpinWait();
            }
            Path lock = data.resolve("stores/postgres/cluster/postmaster.pid");
            Files.writeString(lock, zombie + "\n" + lock.getParent() + "\n1\n1\n\n\n");
            stores = stores();
            assertThat(TestingStores.address(stores.postgres())).isNotNull();
        } finally {
            parent.destroyForcibly();
        }
    }

    private String metrics() {
        PrometheusRegistry registry = new PrometheusRegistry();
        StoreMetrics.register(registry, stores);
        return new String(new MetricsText(registry, () -> {}).write(), UTF_8);
    }

    @Test
    void comesBackWhenAServerIsKilled() throws Exception {
        assertThat(metrics()).doesNotContain("nexus_store_up{");
        TestingStores.address(stores.redis());
        long before = redisProcesses().getFirst();
        Program.signal("KILL", before);
        while (stores.redis().health().restarts() == 0) {
            Thread.onSpinWait();
        }
        TestingStores.address(stores.redis());
        assertThat(redisProcesses()).isNotEmpty().doesNotContain(before);
        assertThat(stores.redis().health())
                .isEqualTo(new StoreHealth("redis", true, State.UP, 1, ""));
        assertThat(metrics())
                .contains("nexus_store_up{store=\"redis\"} 1.0")
                .contains("nexus_store_restarts_total{store=\"redis\"} 1.0")
                .doesNotContain("postgres");
    }

    @Test
    void refusesAFolderThatAnotherProgramUses() {
        TestingStores.address(stores.redis());
        try (Stores second = stores()) {
            assertThatThrownBy(() -> second.redis().address().toCompletableFuture().join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(StoreException.class)
                    .hasMessageContaining("is in use by another program");
            assertThat(second.redis().health().state()).isEqualTo(State.DOWN);
        }
    }

    @Test
    void refusesTheDataOfAnotherVersion() throws Exception {
        TestingStores.shareProgramsWith(data);
        TestingStores.address(stores.postgres());
        stores.close();
        Files.writeString(data.resolve("stores/postgres/cluster/PG_VERSION"), "17\n");
        stores = stores();
        assertThatThrownBy(() -> stores.postgres().address().toCompletableFuture().join())
                .hasMessageContaining("is of PostgreSQL 17 (expected: 18)");
    }

    @Test
    void keepsTheDataElsewhereWhereItsUserCannotReachIt() throws Exception {
        assumeTrue(
                Files.getOwner(Path.of("/proc/self")).getName().equals("root"), "for root alone");
        Files.createDirectory(data);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        TestingStores.address(stores.redis());
        Path link = data.resolve("stores");
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(link.toRealPath()).startsWith(folder.resolve("elsewhere").toRealPath());
        stores.close();
        // Later it could be reached, but the data stays where it is.
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        stores = stores();
        TestingStores.address(stores.redis());
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(redisProcesses()).isNotEmpty();
    }
}
