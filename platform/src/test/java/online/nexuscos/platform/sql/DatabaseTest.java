package online.nexuscos.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import online.nexuscos.platform.sql.Database.Isolation;
import online.nexuscos.platform.sql.SqlException.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    private static final TestingDatabase TESTING = new TestingDatabase();
    private static final Database DATABASE = TESTING.database();

    private enum Colour {
        RED
    }

    @BeforeAll
    static void createTables() {
        DATABASE.execute("CREATE TABLE item (id bigint PRIMARY KEY, amount bigint NOT NULL)");
        DATABASE.execute("ALTER TABLE item ADD CONSTRAINT item_positive CHECK (amount >= 0)");
        DATABASE.execute(
                "CREATE TABLE part (item bigint CONSTRAINT part_item REFERENCES item DEFERRABLE)");
    }

    @AfterAll
    static void close() {
        TESTING.close();
    }

    private static void insert(Statements statements, long id, long amount) {
        statements.execute("INSERT INTO item (id, amount) VALUES ($1, $2)", id, amount);
    }

    private static Optional<Long> amount(long id) {
        return DATABASE.find(
                "SELECT amount FROM item WHERE id = $1", row -> row.bigint("amount"), id);
    }

    @Test
    void mapsRowsByTheNamesOfTheirColumns() {
        record Everything(
                String text,
                int integer,
                long bigint,
                boolean bool,
                UUID uuid,
                Instant instant,
                JsonObject json,
                String bytes,
                Colour colour,
                BigDecimal decimal,
                List<String> texts,
                Optional<String> nothing) {}
        UUID uuid = UUID.randomUUID();
        Instant instant = Instant.parse("2026-11-24T03:30:00.123456Z");
        Everything found =
                DATABASE.one(
                        """
                        SELECT $1::text AS text, $2::int AS integer, $3::bigint AS bigint,
                            $4::boolean AS bool, $5::uuid AS uuid, $6::timestamptz AS instant,
                            $7::jsonb AS json, $8::bytea AS bytes, $9::text AS colour,
                            $10::numeric AS decimal, $11::text[] AS texts, $12::text AS nothing
                        """,
                        row ->
                                new Everything(
                                        row.text("text"),
                                        row.integer("integer"),
                                        row.bigint("bigint"),
                                        row.bool("bool"),
                                        row.uuid("uuid"),
                                        row.instant("instant"),
                                        row.json("json"),
                                        HexFormat.of().formatHex(row.bytes("bytes")),
                                        row.constant("colour", Colour.class),
                                        row.get("decimal", BigDecimal.class),
                                        List.of(row.get("texts", String[].class)),
                                        row.optional("nothing", String.class)),
                        "ä'; DROP TABLE item; --",
                        7,
                        Long.MAX_VALUE,
                        true,
                        uuid,
                        instant,
                        new JsonObject().put("a", 1),
                        new byte[] {0, -1},
                        Colour.RED,
                        new BigDecimal("12.50"),
                        new String[] {"x", "y"},
                        null);
        assertThat(found.text).isEqualTo("ä'; DROP TABLE item; --");
        assertThat(found.integer).isEqualTo(7);
        assertThat(found.bigint).isEqualTo(Long.MAX_VALUE);
        assertThat(found.bool).isTrue();
        assertThat(found.uuid).isEqualTo(uuid);
        assertThat(found.instant).isEqualTo(instant);
        assertThat(found.json).isEqualTo(new JsonObject().put("a", 1));
        assertThat(found.bytes).isEqualTo("00ff");
        assertThat(found.colour).isEqualTo(Colour.RED);
        assertThat(found.decimal).isEqualTo("12.50");
        assertThat(found.texts).containsExactly("x", "y");
        assertThat(found.nothing).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithARow() {
        assertThatThrownBy(() -> DATABASE.one("SELECT 1 AS a", row -> row.text("b")))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("no column b");
        assertThatThrownBy(() -> DATABASE.one("SELECT null::text AS a", row -> row.text("a")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a: null (expected: a value)");
        assertThatThrownBy(() -> DATABASE.one("SELECT generate_series(1, 2) AS a", _ -> 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2 rows (expected: 0 or 1)");
        assertThatThrownBy(() -> DATABASE.one("SELECT 1 AS a WHERE false", _ -> 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no row (expected: 1)");
    }

    @Test
    void keepsAllOfATransactionOrNothing() {
        DATABASE.transaction(
                Actor.SYSTEM,
                transaction -> {
                    insert(transaction, 1, 1);
                    return transaction.batch(
                            "INSERT INTO item (id, amount) VALUES ($1, $2)",
                            List.of(List.of(2L, 2L), List.of(3L, 3L)));
                });
        assertThat(amount(3)).hasValue(3L);
        assertThatThrownBy(() ->
                        DATABASE.transaction(
                                Actor.SYSTEM,
                                transaction -> {
                                    insert(transaction, 4, 4);
                                    throw new IOException("no more");
                                }))
                .isInstanceOf(IOException.class);
        assertThat(amount(4)).isEmpty();
    }

    @Test
    void failsTheWholeWhereAFailureWasCaught() {
        insert(DATABASE, 10, 1);
        assertThatThrownBy(() ->
                        DATABASE.transaction(
                                Actor.SYSTEM,
                                transaction -> {
                                    insert(transaction, 11, 1);
                                    try {
                                        insert(transaction, 10, 1);
                                    } catch (SqlException e) {
                                        assertThat(e.isDuplicate("item_pkey")).isTrue();
                                    }
                                    return "done";
                                }))
                .isInstanceOfSatisfying(
                        SqlException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DUPLICATE));
        assertThat(amount(11)).isEmpty();
    }

    @Test
    void tellsKindsOfFailuresApart() {
        assertFails(
                Kind.DUPLICATE,
                "item_pkey",
                () -> {
                    insert(DATABASE, 20, 0);
                    insert(DATABASE, 20, 0);
                });
        assertFails(Kind.INVALID, "item_positive", () -> insert(DATABASE, 21, -1));
        assertFails(
                Kind.REFERENCE,
                "part_item",
                () -> DATABASE.execute("INSERT INTO part VALUES ($1)", 99L));
        assertFails(Kind.FAULT, "", () -> DATABASE.execute("SELEKT"));
        assertFails(Kind.INVALID, "", () -> DATABASE.query("SELECT 1 / $1::int", _ -> 1, 0));
    }

    private static void assertFails(Kind kind, String constraint, Runnable statement) {
        assertThatThrownBy(statement::run)
                .isInstanceOfSatisfying(
                        SqlException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(kind);
                            assertThat(e.constraint()).isEqualTo(constraint);
                        });
    }

    @Test
    void runsAgainWhatMetADeadlock() throws Exception {
        insert(DATABASE, 30, 0);
        insert(DATABASE, 31, 0);
        CyclicBarrier both = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> running =
                    List.of(
                            threads.submit(() -> crosswise(30, 31, both)),
                            threads.submit(() -> crosswise(31, 30, both)));
            int attempts = running.get(0).get() + running.get(1).get();
            assertThat(attempts).isGreaterThan(2);
        }
        assertThat(amount(30)).hasValue(2L);
        assertThat(amount(31)).hasValue(2L);
    }

    /** Meets the other between the two updates, at the first attempt. */
    private static int crosswise(long first, long second, CyclicBarrier both) {
        int[] attempts = {0};
        DATABASE.transaction(
                Actor.SYSTEM,
                transaction -> {
                    attempts[0]++;
                    String add = "UPDATE item SET amount = amount + 1 WHERE id = $1";
                    transaction.execute(add, first);
                    if (attempts[0] == 1) {
                        meet(both);
                    }
                    return transaction.execute(add, second);
                });
        return attempts[0];
    }

    private static void meet(CyclicBarrier both) {
        try {
            both.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void givesBackAConnectionThatCameTooLate() throws Exception {
        Duration patience = Duration.ofMillis(500);
        try (Database narrow =
                new Database(
                        TESTING.vertx(),
                        TESTING.store(),
                        new DatabaseOptions(1, patience, patience),
                        Object::toString,
                        InstantSource.system(),
                        new PrometheusRegistry(),
                        DatabaseTest.class.getClassLoader())) {
            DATABASE.execute("SELECT 1");
            narrow.transaction(
                    Actor.SYSTEM,
                    holding -> {
                        assertThatThrownBy(() ->
                                        narrow.transaction(Actor.SYSTEM, late -> late.execute("X")))
                                .isInstanceOfSatisfying(
                                        SqlException.class,
                                        e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
                        return 0;
                    });
            for (int i = 0; i < 3; i++) {
                int rows = narrow.transaction(Actor.SYSTEM, next -> next.execute("SELECT 1"));
                assertThat(rows).isEqualTo(1);
            }
        }
    }

    @Test
    void losesNoUpdateOfSerializableTransactions() throws Exception {
        insert(DATABASE, 40, 0);
        int writers = 8;
        int each = 5;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                running.add(
                        threads.submit(() -> {
                            for (int n = 0; n < each; n++) {
                                addOneWhateverItTakes();
                            }
                        }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        }
        assertThat(amount(40)).hasValue((long) writers * each);
    }

    private static void addOneWhateverItTakes() {
        while (true) {
            try {
                DATABASE.transaction(
                        Actor.SYSTEM,
                        Isolation.SERIALIZABLE,
                        transaction -> {
                            long now =
                                    transaction.one(
                                            "SELECT amount FROM item WHERE id = 40",
                                            row -> row.bigint("amount"));
                            return transaction.execute(
                                    "UPDATE item SET amount = $1 WHERE id = 40", now + 1);
                        });
                return;
            } catch (SqlException e) {
                assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
            }
        }
    }

    @Test
    void holdsANamedLockUntilTheEnd() {
        DATABASE.transaction(
                Actor.SYSTEM,
                one -> {
                    one.lock("a");
                    return DATABASE.transaction(
                            Actor.SYSTEM,
                            other -> {
                                assertThat(other.tryLock("a")).isFalse();
                                assertThat(other.tryLock("b")).isTrue();
                                return 0;
                            });
                });
        assertThat(
                        DATABASE.<Boolean, RuntimeException>transaction(
                                Actor.SYSTEM, other -> other.tryLock("a")))
                .isTrue();
    }

    @Test
    void refusesToWaitOnAnEventLoop() {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        TESTING.vertx()
                .runOnContext(_ -> {
                    try {
                        DATABASE.execute("SELECT 1");
                        thrown.complete(new AssertionError("it waited"));
                    } catch (IllegalStateException e) {
                        thrown.complete(e);
                    }
                });
        assertThat(thrown.join()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void addsToTheAuditLogAndNeverChangesIt() {
        Actor actor = new Actor("account-1", "org-1", "request-1", "");
        DATABASE.transaction(
                actor,
                transaction -> {
                    transaction.audit("item.made", "item/50", new JsonObject().put("amount", 5));
                    return null;
                });
        record Line(String actor, String organisation, String request, JsonObject details) {}
        assertThat(
                        DATABASE.query(
                                "SELECT * FROM platform.audit WHERE object = $1",
                                row ->
                                        new Line(
                                                row.text("actor"),
                                                row.text("organisation"),
                                                row.text("request_id"),
                                                row.json("details")),
                                "item/50"))
                .containsExactly(
                        new Line(
                                "account-1",
                                "org-1",
                                "request-1",
                                new JsonObject().put("amount", 5)));
        for (String change :
                List.of(
                        "UPDATE platform.audit SET actor = 'nobody'",
                        "DELETE FROM platform.audit",
                        "TRUNCATE platform.audit")) {
            assertFails(Kind.REFERENCE, "", () -> DATABASE.execute(change));
        }
    }
}
