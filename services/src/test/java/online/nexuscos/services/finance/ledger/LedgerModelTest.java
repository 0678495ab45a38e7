package online.nexuscos.services.finance.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import online.nexuscos.platform.problem.ProblemException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random work beside a model that a reader can check by heart: both take and refuse the same. */
class LedgerModelTest {
    private static final int STEPS = 250;

    /** What is known of an account. */
    private static final class Known {
        final Optional<Long> minimum;
        final Optional<Long> maximum;
        long balance;
        long incoming;
        long outgoing;

        Known(Optional<Long> minimum, Optional<Long> maximum) {
            this.minimum = minimum;
            this.maximum = maximum;
        }

        boolean fits(long amount, long moreIncoming, long moreOutgoing) {
            return minimum.stream()
                            .allMatch(least -> balance + amount - outgoing - moreOutgoing >= least)
                    && maximum.stream()
                            .allMatch(most -> balance + amount + incoming + moreIncoming <= most);
        }
    }

    private final Map<UUID, Known> model = new HashMap<>();
    private final List<UUID> ids = new ArrayList<>();
    private final List<Hold> pending = new ArrayList<>();
    private final List<PostedTransaction> posted = new ArrayList<>();
    private final Set<UUID> reversed = new HashSet<>();
    private final Map<Instant, Map<UUID, Long>> past = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agrees(long seed) {
        Random random = new Random(seed);
        try (TestingLedger ledger = new TestingLedger()) {
            for (int i = 0; i < 6; i++) {
                Optional<Long> minimum = i == 0 ? Optional.empty() : Optional.of(-100L * (i % 3));
                Optional<Long> maximum = i == 5 ? Optional.of(300L) : Optional.empty();
                UUID id = ledger.account("account-" + i, "EUR", minimum, maximum);
                ids.add(id);
                model.put(id, new Known(minimum, maximum));
            }
            for (int step = 0; step < STEPS; step++) {
                step(ledger, random);
                compare(ledger, "seed " + seed + ", step " + step);
            }
            past.forEach((at, balances) ->
                    balances.forEach((id, balance) ->
                            assertThat(
                                            ledger.reports
                                                    .balance(
                                                            ledger.database,
                                                            ledger.organisation,
                                                            id,
                                                            at)
                                                    .balance())
                                    .as("seed " + seed + " at " + at)
                                    .isEqualTo(balance)));
            ledger.checkBooks();
        }
    }

    private void step(TestingLedger ledger, Random random) {
        switch (random.nextInt(6)) {
            case 0 -> placeHold(ledger, random);
            case 1 -> postHold(ledger, random);
            case 2 -> voidHold(ledger, random);
            case 3 -> reverse(ledger, random);
            default -> post(ledger, random);
        }
    }

    private void post(TestingLedger ledger, Random random) {
        List<UUID> chosen = new ArrayList<>(ids);
        java.util.Collections.shuffle(chosen, random);
        int count = 2 + random.nextInt(3);
        List<Leg> legs = new ArrayList<>();
        long sum = 0;
        for (int i = 0; i < count - 1; i++) {
            long size = random.nextInt(1, 120);
            long amount = random.nextBoolean() ? size : -size;
            legs.add(new Leg(chosen.get(i), amount));
            sum += amount;
        }
        legs.add(new Leg(chosen.get(count - 1), -sum));
        boolean expected =
                sum != 0
                        && legs.stream()
                                .allMatch(leg -> known(leg.account()).fits(leg.amount(), 0, 0));
        assertThat(
                        attempt(() -> {
                            PostedTransaction done = ledger.post(legs.toArray(Leg[]::new));
                            remember(done);
                        }))
                .isEqualTo(expected);
    }

    private void reverse(TestingLedger ledger, Random random) {
        if (posted.isEmpty()) {
            return;
        }
        PostedTransaction original = posted.get(random.nextInt(posted.size()));
        boolean expected =
                original.reverses().isEmpty()
                        && !reversed.contains(original.id())
                        && original.postings().stream()
                                .allMatch(each -> known(each.account()).fits(-each.amount(), 0, 0));
        assertThat(
                        attempt(() -> {
                            PostedTransaction done =
                                    ledger.write(transaction ->
                                            ledger.journal.reverse(
                                                    transaction,
                                                    ledger.organisation,
                                                    original.id(),
                                                    Optional.empty()));
                            remember(done);
                            reversed.add(original.id());
                        }))
                .isEqualTo(expected);
    }

    private void placeHold(TestingLedger ledger, Random random) {
        UUID source = ids.get(random.nextInt(ids.size()));
        UUID destination = ids.get(random.nextInt(ids.size()));
        long amount = random.nextInt(1, 150);
        boolean expected =
                !source.equals(destination)
                        && known(source).fits(0, 0, amount)
                        && known(destination).fits(0, amount, 0);
        assertThat(
                        attempt(() -> {
                            pending.add(ledger.hold(source, destination, amount, 3600));
                            known(source).outgoing += amount;
                            known(destination).incoming += amount;
                        }))
                .isEqualTo(expected);
    }

    private void postHold(TestingLedger ledger, Random random) {
        if (pending.isEmpty()) {
            return;
        }
        Hold hold = pending.remove(random.nextInt(pending.size()));
        long amount = random.nextLong(1, hold.remaining() + 1);
        boolean keepRest = random.nextBoolean();
        PostedTransaction done =
                ledger.write(transaction ->
                        ledger.holds.post(
                                transaction,
                                ledger.organisation,
                                hold.id(),
                                new PostHold(
                                        Optional.of(amount),
                                        Optional.of(keepRest),
                                        Optional.empty())));
        remember(done);
        boolean goesOn = keepRest && amount < hold.remaining();
        release(hold, goesOn ? amount : hold.remaining());
        if (goesOn) {
            pending.add(ledger.holds.find(ledger.database, ledger.organisation, hold.id()));
        }
    }

    private void voidHold(TestingLedger ledger, Random random) {
        if (pending.isEmpty()) {
            return;
        }
        Hold hold = pending.remove(random.nextInt(pending.size()));
        ledger.write(
                transaction -> ledger.holds.cancel(transaction, ledger.organisation, hold.id()));
        release(hold, hold.remaining());
    }

    private void release(Hold hold, long amount) {
        known(hold.source()).outgoing -= amount;
        known(hold.destination()).incoming -= amount;
    }

    private void remember(PostedTransaction done) {
        posted.add(done);
        done.postings().forEach(each -> known(each.account()).balance += each.amount());
        Map<UUID, Long> balances = new HashMap<>();
        done.postings()
                .forEach(each -> balances.put(each.account(), known(each.account()).balance));
        past.put(done.bookedAt(), balances);
    }

    private void compare(TestingLedger ledger, String where) {
        model.forEach((id, known) ->
                assertThat(ledger.show(id))
                        .as(where)
                        .extracting(Account::balance, Account::incoming, Account::outgoing)
                        .containsExactly(known.balance, known.incoming, known.outgoing));
    }

    private Known known(UUID id) {
        return Objects.requireNonNull(model.get(id));
    }

    private static boolean attempt(Runnable work) {
        try {
            work.run();
            return true;
        } catch (ProblemException e) {
            assertThat(e.problem().status()).isIn(409, 422);
            return false;
        }
    }
}
