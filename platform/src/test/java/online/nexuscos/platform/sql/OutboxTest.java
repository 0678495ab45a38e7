package online.nexuscos.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private record Moved(String key, int number) implements Event {}

    private record AccountOpened(String key) implements Event {}

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-24T03:30:00Z"));
    private final InstantSource clock = now::get;
    private final TestingDatabase testing =
            new TestingDatabase(
                    clock, event -> event instanceof Moved moved ? "" + moved.number() : "{}");
    private final Database database = testing.database();
    private final List<String> taken = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> refusing = ConcurrentHashMap.newKeySet();
    private final Outbox outbox = new Outbox(database, this::deliver, testing.registry());

    private void deliver(String subscriber, DeliveredEvent event) throws RefusedException {
        String text = subscriber + " " + event.key() + " " + event.body();
        if (refusing.contains(subscriber + " " + event.key())) {
            throw new RefusedException();
        }
        taken.add(text);
    }

    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;
    }

    @AfterEach
    void close() {
        outbox.close();
        testing.close();
    }

    private void publish(Event... events) {
        database.transaction(
                new Actor("account-1", "org-1", "request-1", "00-trace"),
                transaction -> {
                    List.of(events).forEach(transaction::publish);
                    return null;
                });
    }

    private long waiting() {
        return database.one("SELECT count(*) AS n FROM platform.outbox", row -> row.bigint("n"));
    }

    @Test
    void namesEventsByTheirRecords() {
        assertThat(Event.name(AccountOpened.class)).isEqualTo("account-opened");
        assertThat(Event.name(Moved.class)).isEqualTo("moved");
    }

    @Test
    void deliversToEachSubscriberInTheOrderOfTheKey() {
        outbox.subscribe("one", List.of("moved"));
        outbox.subscribe("two", List.of("moved", "account-opened"));
        publish(new Moved("a", 1), new Moved("a", 2), new Moved("b", 3));
        publish(new Moved("a", 4), new AccountOpened("b"));
        assertThat(outbox.round("one")).isEqualTo(new OutboxRound.Result(4, 0));
        assertThat(taken)
                .filteredOn(text -> text.startsWith("one a"))
                .containsExactly("one a 1", "one a 2", "one a 4");
        assertThat(taken).contains("one b 3").doesNotContain("one b {}");
        assertThat(outbox.round("two")).isEqualTo(new OutboxRound.Result(5, 0));
        assertThat(waiting()).isZero();
        assertThat(outbox.round("one")).isEqualTo(OutboxRound.Result.NOTHING);
    }

    @Test
    void keepsNothingOfATransactionThatFailed() {
        outbox.subscribe("one", List.of("moved"));
        try {
            database.transaction(
                    Actor.SYSTEM,
                    transaction -> {
                        transaction.publish(new Moved("a", 1));
                        throw new RefusedException();
                    });
        } catch (RefusedException e) {
            assertThat(waiting()).isZero();
            return;
        }
        throw new AssertionError("it did not fail");
    }

    @Test
    void keepsNothingOfAWorkWhoseEventIsRefused() {
        outbox.subscribe("one", List.of("moved"));
        database.execute("CREATE TABLE work (number integer NOT NULL)");
        assertThatThrownBy(() ->
                        database.transaction(
                                Actor.SYSTEM,
                                transaction -> {
                                    transaction.execute("INSERT INTO work VALUES (1)");
                                    // No text of PostgreSQL holds a zero.
                                    transaction.publish(new Moved("\0", 1));
                                    return null;
                                }))
                .isInstanceOfSatisfying(
                        SqlException.class,
                        e -> assertThat(e.kind()).isEqualTo(SqlException.Kind.INVALID));
        assertThat(database.query("SELECT number FROM work", _ -> 1)).isEmpty();
    }

    @Test
    void holdsUpTheKeyThatFailsForThatSubscriberAlone() {
        outbox.subscribe("one", List.of("moved"));
        outbox.subscribe("two", List.of("moved"));
        refusing.add("one a");
        publish(new Moved("a", 1), new Moved("b", 2), new Moved("a", 3));
        assertThat(outbox.round("one")).isEqualTo(new OutboxRound.Result(1, 1));
        assertThat(outbox.round("two")).isEqualTo(new OutboxRound.Result(3, 0));
        assertThat(taken).contains("one b 2").doesNotContain("one a 1", "one a 3");

        refusing.clear();
        assertThat(outbox.round("one")).as("too early").isEqualTo(OutboxRound.Result.NOTHING);
        now.updateAndGet(time -> time.plus(OutboxRound.pause(0)));
        assertThat(outbox.round("one")).isEqualTo(new OutboxRound.Result(2, 0));
        assertThat(taken)
                .filteredOn(text -> text.startsWith("one a"))
                .containsExactly("one a 1", "one a 3");
    }

    @Test
    void waitsLongerAfterEachFailure() {
        assertThat(OutboxRound.pause(0)).isEqualTo(Duration.ofMillis(500));
        assertThat(OutboxRound.pause(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(OutboxRound.pause(1000)).isEqualTo(Duration.ofSeconds(64));
    }

    @Test
    void leavesASubscriberToWhoeverIsAtItAlready() {
        outbox.subscribe("one", List.of("moved"));
        publish(new Moved("a", 1));
        database.transaction(
                Actor.SYSTEM,
                other -> {
                    assertThat(other.tryLock("outbox/one")).isTrue();
                    assertThat(outbox.round("one")).isEqualTo(OutboxRound.Result.NOTHING);
                    return null;
                });
        assertThat(outbox.round("one")).isEqualTo(new OutboxRound.Result(1, 0));
    }

    @Test
    void deliversByItselfWhatCommits() throws InterruptedException {
        BlockingQueue<DeliveredEvent> arrived = new LinkedBlockingQueue<>();
        try (Outbox running =
                new Outbox(
                        database,
                        (_, event) -> arrived.add(event),
                        new io.prometheus.metrics.model.registry.PrometheusRegistry())) {
            running.subscribe("one", List.of("moved"));
            running.start();
            publish(new Moved("a", 7));
            DeliveredEvent event = arrived.poll(10, TimeUnit.SECONDS);
            assertThat(event).isNotNull();
            assertThat(event.name()).isEqualTo("moved");
            assertThat(event.body()).isEqualTo("7");
            assertThat(event.actor())
                    .isEqualTo(new Actor("account-1", "org-1", "request-1", "00-trace"));
            assertThat(event.occurredAt()).isEqualTo(now.get());
        }
    }

    @Test
    void letsASubscriberSeeAnEventOnce() {
        outbox.subscribe("one", List.of("moved"));
        List<DeliveredEvent> arrived = new ArrayList<>();
        publish(new Moved("a", 1));
        database.transaction(
                Actor.SYSTEM,
                transaction ->
                        new OutboxRound("one", (_, event) -> arrived.add(event)).run(transaction));
        DeliveredEvent event = arrived.getFirst();
        for (int time = 0; time < 3; time++) {
            boolean first = time == 0;
            boolean accepted =
                    database.<Boolean, RuntimeException>transaction(
                            Actor.SYSTEM,
                            transaction -> Inbox.accept(transaction, "one", event.id()));
            assertThat(accepted).isEqualTo(first);
        }
    }

    @Test
    void forgetsSubscriptionsThatAreNamedNoMore() {
        outbox.subscribe("one", List.of("moved", "account-opened"));
        outbox.subscribe("one", List.of("account-opened"));
        publish(new Moved("a", 1), new AccountOpened("a"));
        assertThat(outbox.round("one")).isEqualTo(new OutboxRound.Result(1, 0));
    }

    @Test
    void writesOutLongTransactionsInBetween() {
        outbox.subscribe("one", List.of("moved"));
        database.transaction(
                Actor.SYSTEM,
                transaction -> {
                    for (int i = 0; i < 1_234; i++) {
                        transaction.publish(new Moved("a", i));
                    }
                    return null;
                });
        assertThat(waiting()).isEqualTo(1_234);
    }
}
