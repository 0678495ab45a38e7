package online.nexuscos.platform.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import online.nexuscos.platform.sql.Idempotency.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
    private static final TestingDatabase TESTING = new TestingDatabase();
    private static final Database DATABASE = TESTING.database();

    /** No JSON library would write it this way. */
    private static final String BODY = "{ \"b\" :1,\n \"a\":1.0 }";

    @BeforeAll
    static void createTable() {
        DATABASE.execute("CREATE TABLE done (key text NOT NULL)");
    }

    @AfterAll
    static void close() {
        TESTING.close();
    }

    private static IdempotentRequest request(String key, String body) {
        return IdempotentRequest.of("account-1 POST /x", key, body.getBytes(UTF_8));
    }

    private static Outcome run(IdempotentRequest request) {
        return DATABASE.transaction(
                Actor.SYSTEM,
                transaction -> {
                    Outcome outcome = Idempotency.begin(transaction, request);
                    if (outcome instanceof Outcome.First) {
                        transaction.execute("INSERT INTO done VALUES ($1)", request.key());
                        Answer answer = new Answer(201, "application/json", BODY.getBytes(UTF_8));
                        Idempotency.keep(transaction, request, answer);
                    }
                    return outcome;
                });
    }

    private static long done(String key) {
        return DATABASE.one(
                "SELECT count(*) AS n FROM done WHERE key = $1", row -> row.bigint("n"), key);
    }

    @Test
    void answersTheSecondTimeByteForByte() {
        assertThat(run(request("a", "x"))).isInstanceOf(Outcome.First.class);
        assertThat(run(request("a", "x")))
                .isInstanceOfSatisfying(
                        Outcome.Repeated.class,
                        repeated -> {
                            assertThat(repeated.answer().status()).isEqualTo(201);
                            assertThat(repeated.answer().mediaType()).isEqualTo("application/json");
                            assertThat(repeated.answer().body()).isEqualTo(BODY.getBytes(UTF_8));
                        });
        assertThat(done("a")).isEqualTo(1);
    }

    @Test
    void refusesAKeyOfAnotherRequest() {
        run(request("b", "x"));
        assertThat(run(request("b", "y"))).isInstanceOf(Outcome.OtherRequest.class);
    }

    @Test
    void tellsScopesApart() {
        run(request("c", "x"));
        IdempotentRequest other = IdempotentRequest.of("account-2 POST /x", "c", new byte[0]);
        assertThat(run(other)).isInstanceOf(Outcome.First.class);
    }

    @Test
    void saysThatOneIsUnderWay() {
        IdempotentRequest request = request("d", "x");
        DATABASE.transaction(
                Actor.SYSTEM,
                first -> {
                    assertThat(Idempotency.begin(first, request)).isInstanceOf(Outcome.First.class);
                    assertThat(run(request)).isInstanceOf(Outcome.Running.class);
                    return null;
                });
        assertThat(run(request)).as("the first kept nothing").isInstanceOf(Outcome.First.class);
    }

    @Test
    void keepsNoSecret() {
        IdempotentRequest request = request("e", "x");
        DATABASE.transaction(
                Actor.SYSTEM,
                transaction -> {
                    Idempotency.begin(transaction, request);
                    Idempotency.keepSecret(transaction, request, 201);
                    return null;
                });
        assertThat(run(request)).isEqualTo(new Outcome.Shown(201));
        assertThat(run(request("e", "y"))).isInstanceOf(Outcome.OtherRequest.class);
    }

    @Test
    void doesItOnceHoweverManyAskAtOnce() throws Exception {
        int callers = 12;
        for (int round = 0; round < 10; round++) {
            IdempotentRequest request = request("many-" + round, "x");
            CyclicBarrier all = new CyclicBarrier(callers);
            List<Outcome> outcomes = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Outcome>> running = new ArrayList<>();
                for (int i = 0; i < callers; i++) {
                    running.add(
                            threads.submit(() -> {
                                all.await();
                                return run(request);
                            }));
                }
                for (Future<Outcome> each : running) {
                    outcomes.add(each.get());
                }
            }
            assertThat(outcomes)
                    .hasOnlyElementsOfTypes(
                            Outcome.First.class, Outcome.Repeated.class, Outcome.Running.class);
            assertThat(outcomes).filteredOn(each -> each instanceof Outcome.First).hasSize(1);
            assertThat(done(request.key())).isEqualTo(1);
        }
    }

    @Test
    void bindsKeysInLength() {
        assertThatThrownBy(() -> request("", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> request("k".repeat(256), "x"))
                .hasMessage("key: 256 characters (expected: 1 to 255)");
    }

    @Test
    void letsGoOfOldKeys() {
        run(request("old", "x"));
        Retention.apply(DATABASE, Instant.now());
        assertThat(run(request("old", "x"))).isInstanceOf(Outcome.Repeated.class);
        Retention.apply(DATABASE, Instant.now().plus(java.time.Duration.ofDays(3)));
        assertThat(run(request("old", "x"))).isInstanceOf(Outcome.First.class);
    }
}
