package online.nexuscos.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import online.nexuscos.platform.store.Redis;
import online.nexuscos.platform.store.StoreException;
import online.nexuscos.platform.store.Stores;
import online.nexuscos.platform.store.TestingStores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills the program and its servers while they write: what was acknowledged is there, once. */
@Timeout(180)
class CrashTest {
    private static final int ENOUGH = 400;

    @TempDir Path folder;
    private final Set<Long> inPostgres = new HashSet<>();
    private final Set<Long> inRedis = new HashSet<>();
    private Path data = Path.of("");
    private final Vertx vertx = Vertx.vertx();

    @BeforeEach
    void open() throws IOException, StoreException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        data = folder.resolve("data");
        TestingStores.shareProgramsWith(data);
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Process startWriter(long firstNumber) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashWriter.class.getName(),
                        data.toString(),
                        String.valueOf(firstNumber))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Notes what is acknowledged, until there is enough more of one store, or the end. */
    private void read(BufferedReader lines, int more, Set<Long> of) throws IOException {
        int until = of.size() + more;
        String line;
        while (of.size() < until && (line = lines.readLine()) != null) {
            note(line);
        }
    }

    private void note(String line) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case "p" -> assertThat(inPostgres.add(Long.parseLong(words[1]))).isTrue();
            case "r" -> assertThat(inRedis.add(Long.parseLong(words[1]))).isTrue();
            default -> assertThat(line).startsWith("not ");
        }
    }

    private void kill(Process process) throws IOException, InterruptedException {
        // Not by the process itself, which would close what it said.
        kill(process.pid());
        BufferedReader lines = process.inputReader();
        // The last line may be cut off.
        String line = lines.readLine();
        while (line != null) {
            String next = lines.readLine();
            if (next != null) {
                note(line);
            }
            line = next;
        }
        process.waitFor();
    }

    private void killPostgres() throws IOException {
        Path file = data.resolve("stores/postgres/cluster/postmaster.pid");
        kill(Long.parseLong(Files.readAllLines(file).getFirst().strip()));
    }

    private void killRedis() throws IOException {
        kill(TestingStores.processesIn(data.resolve("stores/redis/append-only")).getFirst());
    }

    private static void kill(long pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    private void assertAllThereOnce() throws StoreException {
        assertThat(inPostgres).hasSizeGreaterThan(ENOUGH);
        assertThat(inRedis).isNotEmpty();
        try (Stores stores = new Stores(data, Optional.empty(), Optional.empty());
                Database database = CrashWriter.database(vertx, stores);
                Redis redis = new Redis(vertx, stores.redis())) {
            List<Long> numbers =
                    database.query("SELECT number FROM written", row -> row.bigint("number"));
            assertThat(numbers).doesNotHaveDuplicates();
            assertThat(new HashSet<>(numbers)).containsAll(inPostgres);
            for (long number : inRedis) {
                assertThat(redis.get("number/" + number)).as("number %s", number).hasValue("1");
            }
        }
    }

    @Test
    void losesNothingWhenTheProgramIsKilledAgainAndAgain() throws Exception {
        for (int run = 0; run < 3; run++) {
            Process writer = startWriter(run * 1_000_000L);
            try {
                read(writer.inputReader(), ENOUGH, inRedis);
            } finally {
                kill(writer);
            }
        }
        assertAllThereOnce();
    }

    @Test
    void losesNothingWhenPostgresIsKilled() throws Exception {
        Process writer = startWriter(0);
        try {
            for (int time = 0; time < 3; time++) {
                read(writer.inputReader(), ENOUGH, inPostgres);
                killPostgres();
            }
            read(writer.inputReader(), ENOUGH, inPostgres);
        } finally {
            kill(writer);
        }
        assertAllThereOnce();
    }

    @Test
    void losesNothingWhenRedisIsKilled() throws Exception {
        Process writer = startWriter(0);
        try {
            for (int time = 0; time < 3; time++) {
                read(writer.inputReader(), ENOUGH, inRedis);
                killRedis();
            }
            read(writer.inputReader(), ENOUGH, inRedis);
        } finally {
            kill(writer);
        }
        assertAllThereOnce();
    }
}
