package online.nexuscos.services.finance.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.sql.SqlException;
import online.nexuscos.platform.store.PostgresAddress;
import online.nexuscos.platform.store.TestingStores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 in the middle of writing: what was acknowledged is there, once, and the books balance.
 */
class LedgerCrashTest {
    private static final int WRITERS = 16;
    private static final int BEFORE = 100;
    private static final int AFTER = 100;

    private final TestingLedger ledger = new TestingLedger(WRITERS);
    private final UUID world = ledger.account("world", "EUR");
    private final UUID wallet = ledger.account("wallet", "EUR");

    @AfterEach
    void close() {
        ledger.close();
    }

    private List<String> references() {
        return ledger.database.query(
                "SELECT reference FROM finance.journal", row -> row.text("reference"));
    }

    private void checkAcknowledged(Set<String> acknowledged) {
        List<String> references = references();
        assertThat(new HashSet<>(references)).hasSameSizeAs(references);
        assertThat(references).containsAll(acknowledged);
        assertThat(ledger.balance(wallet)).isEqualTo(references.size());
        ledger.checkBooks();
    }

    @Test
    void theWriterIsKilled(@TempDir Path folder) throws Exception {
        PostgresAddress address = TestingStores.address(ledger.testing().store());
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TestingWriter.class.getName(),
                        folder.toString(),
                        ledger.organisation.toString(),
                        world.toString(),
                        wallet.toString());
        builder.environment().put("TESTING_WRITER_URL", url(address));
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        Set<String> acknowledged = new HashSet<>();
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            String line = said.readLine();
            while (line != null) {
                // A last line may have been cut off.
                if (line.matches("writer \\d+ transfer \\d+;")) {
                    acknowledged.add(line.substring(0, line.length() - 1));
                }
                if (acknowledged.size() == BEFORE) {
                    process.toHandle().destroyForcibly(); // which leaves its last words readable
                }
                line = said.readLine();
            }
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(BEFORE);
        // Its connections end with it; what they had begun is over once these locks are ours.
        ledger.write(transaction ->
                ledger.accounts.lock(transaction, ledger.organisation, List.of(world, wallet)));
        checkAcknowledged(acknowledged);
    }

    private static String url(PostgresAddress address) {
        return "postgres://"
                + address.user()
                + ":"
                + URLEncoder.encode(address.password(), StandardCharsets.UTF_8)
                + "@"
                + address.host()
                + ":"
                + address.port()
                + "/"
                + address.database();
    }

    @Test
    void theDatabaseIsKilled() throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        CountDownLatch enough = new CountDownLatch(BEFORE);
        CountDownLatch enoughAgain = new CountDownLatch(BEFORE + WRITERS + AFTER);
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                String name = "writer " + writer + " transfer ";
                writers.add(
                        threads.submit(() -> {
                            for (int i = 0; !done.get(); i++) {
                                transfer(name + i);
                                acknowledged.add(name + i);
                                enough.countDown();
                                enoughAgain.countDown();
                            }
                        }));
            }
            assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
            killDatabase();
            assertThat(enoughAgain.await(60, TimeUnit.SECONDS)).isTrue();
            done.set(true);
            for (Future<?> each : writers) {
                each.get(60, TimeUnit.SECONDS);
            }
        }
        checkAcknowledged(acknowledged);
    }

    /** The postmaster is the parent of each connection's process. */
    private void killDatabase() {
        long connection =
                ledger.database.one(
                        "SELECT pg_backend_pid() AS pid", row -> (long) row.integer("pid"));
        ProcessHandle postmaster =
                ProcessHandle.of(connection).flatMap(ProcessHandle::parent).orElseThrow();
        assertThat(postmaster.info().command())
                .hasValueSatisfying(command -> assertThat(command).endsWith("postgres"));
        assertThat(postmaster.destroyForcibly()).isTrue();
    }

    /** Until it is acknowledged; that it was kept already counts as well. */
    private void transfer(String reference) {
        for (int attempt = 1; ; attempt++) {
            try {
                ledger.write(transaction ->
                        ledger.post(
                                transaction,
                                Optional.of(reference),
                                new Leg(world, -1),
                                new Leg(wallet, 1)));
                return;
            } catch (SqlException e) {
                assertThat(attempt).as(e.toString()).isLessThan(50);
            } catch (ProblemException e) {
                assertThat(e.problem().status()).isEqualTo(409);
                assertThat(attempt).isGreaterThan(1);
                return;
            }
        }
    }
}
