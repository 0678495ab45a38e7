package online.nexuscos.services.finance.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import online.nexuscos.platform.problem.ProblemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** 32 writers at once, each on a connection of its own. */
class LedgerConcurrencyTest {
    private static final int WRITERS = 32;
    private static final int ROUNDS = 30;

    private final TestingLedger ledger = new TestingLedger(WRITERS + 4);

    @AfterEach
    void close() {
        ledger.checkBooks();
        assertThat(ledger.retries()).as("transactions in each other's way").isZero();
        assertThat(ledger.deadlocks()).isZero();
        ledger.close();
    }

    private static void together(List<Callable<Void>> works)
            throws InterruptedException, ExecutionException {
        CountDownLatch ready = new CountDownLatch(works.size());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> running = new ArrayList<>();
            for (Callable<Void> work : works) {
                running.add(
                        threads.submit(() -> {
                            ready.countDown();
                            ready.await();
                            return work.call();
                        }));
            }
            for (Future<Void> each : running) {
                each.get();
            }
        }
    }

    /** Does something again and again; its failure is the future's. */
    private static CompletableFuture<Void> meanwhile(AtomicBoolean done, Runnable work) {
        return CompletableFuture.runAsync(
                () -> {
                    while (!done.get()) {
                        work.run();
                    }
                },
                Thread::startVirtualThread);
    }

    @Test
    void sumsAreZeroAtEveryMoment() throws Exception {
        List<UUID> accounts = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String currency = i % 2 == 0 ? "EUR" : "USD";
            accounts.add(
                    ledger.account("hot-" + i, currency, Optional.of(-5000L), Optional.empty()));
        }
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger looks = new AtomicInteger();
        CompletableFuture<Void> watcher =
                meanwhile(
                        done,
                        () -> {
                            assertThat(ledger.sums().values()).allMatch(sum -> sum == 0);
                            looks.incrementAndGet();
                        });
        List<Callable<Void>> works = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            Random random = new Random(writer);
            works.add(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    move(accounts, random);
                }
                return null;
            });
        }
        together(works);
        done.set(true);
        watcher.get();
        assertThat(looks).hasPositiveValue();
    }

    /** Over four accounts and two currencies, in any order; or through a hold, or undone. */
    private void move(List<UUID> accounts, Random random) {
        UUID euros = accounts.get(2 * random.nextInt(5));
        UUID otherEuros = other(accounts, euros, 0, random);
        UUID dollars = accounts.get(1 + 2 * random.nextInt(5));
        UUID otherDollars = other(accounts, dollars, 1, random);
        long amount = random.nextInt(1, 900);
        try {
            switch (random.nextInt(4)) {
                case 0 -> {
                    Hold hold = ledger.hold(euros, otherEuros, amount, 3600);
                    ledger.write(transaction ->
                            ledger.holds.post(
                                    transaction,
                                    ledger.organisation,
                                    hold.id(),
                                    new PostHold(
                                            Optional.of(1 + amount / 2),
                                            Optional.empty(),
                                            Optional.empty())));
                }
                case 1 -> {
                    UUID id = ledger.transfer(dollars, otherDollars, amount).id();
                    ledger.write(transaction ->
                            ledger.journal.reverse(
                                    transaction, ledger.organisation, id, Optional.empty()));
                }
                default ->
                        ledger.post(
                                new Leg(dollars, -amount),
                                new Leg(euros, amount),
                                new Leg(otherEuros, -amount),
                                new Leg(otherDollars, amount));
            }
        } catch (ProblemException e) {
            assertThat(e.problem().status()).isEqualTo(409);
        }
    }

    private static UUID other(List<UUID> accounts, UUID one, int offset, Random random) {
        UUID found = one;
        while (found.equals(one)) {
            found = accounts.get(offset + 2 * random.nextInt(5));
        }
        return found;
    }

    @Test
    void anOverdraftHolds() throws Exception {
        UUID world = ledger.account("world", "EUR");
        UUID wallet = ledger.account("wallet", "EUR", Optional.of(-40L), Optional.empty());
        ledger.transfer(world, wallet, 60);
        AtomicInteger taken = new AtomicInteger();
        List<Callable<Void>> works = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            boolean holds = writer % 2 == 0;
            works.add(() -> {
                try {
                    if (holds) {
                        ledger.hold(wallet, world, 10, 3600);
                    } else {
                        ledger.transfer(wallet, world, 10);
                    }
                    taken.incrementAndGet();
                } catch (ProblemException e) {
                    assertThat(e.problem().status()).isEqualTo(409);
                }
                return null;
            });
        }
        together(works);
        assertThat(taken).hasValue(10);
        assertThat(ledger.show(wallet).available()).isEqualTo(-40);
    }

    @Test
    void aHoldIsPostedOrVoidedOnce() throws Exception {
        UUID world = ledger.account("world", "EUR");
        UUID wallet = ledger.account("wallet", "EUR");
        Hold hold = ledger.hold(wallet, world, 10, 3600);
        AtomicInteger taken = new AtomicInteger();
        List<Callable<Void>> works = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            boolean posts = writer % 2 == 0;
            works.add(() -> {
                try {
                    ledger.write(transaction ->
                            posts
                                    ? ledger.holds.post(
                                            transaction,
                                            ledger.organisation,
                                            hold.id(),
                                            new PostHold(
                                                    Optional.empty(),
                                                    Optional.empty(),
                                                    Optional.empty()))
                                    : ledger.holds.cancel(
                                            transaction, ledger.organisation, hold.id()));
                    taken.incrementAndGet();
                } catch (ProblemException e) {
                    assertThat(e.problem().status()).isEqualTo(409);
                }
                return null;
            });
        }
        together(works);
        assertThat(taken).hasValue(1);
    }

    @Test
    void sealingKeepsUpAndMissesNothing() throws Exception {
        UUID one = ledger.account("one", "EUR");
        UUID two = ledger.account("two", "EUR");
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> sealer = meanwhile(done, () -> ledger.upkeep().seal());
        List<Callable<Void>> works = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            works.add(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    ledger.transfer(one, two, 1);
                }
                return null;
            });
        }
        together(works);
        done.set(true);
        sealer.get();
        ledger.upkeep().seal();
        Path file = Files.createTempFile("journal", ".txt");
        Files.writeString(file, ledger.chainFile());
        assertThat(VerifyJournal.verify(file, ""))
                .startsWith("OK: " + WRITERS * ROUNDS + " transactions");
        Files.delete(file);
    }
}
