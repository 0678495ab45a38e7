package online.nexuscos.services.finance.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.sql.SqlException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger on a real database. */
class LedgerTest {
    private static final Instant BEGIN = Instant.parse("2026-11-24T10:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
    private final TestingLedger ledger = new TestingLedger(now::get);
    private final UUID world = ledger.account("world", "EUR");
    private final UUID wallet =
            ledger.account("creators:ada", "EUR", Optional.of(0L), Optional.empty());

    @AfterEach
    void close() {
        ledger.checkBooks();
        ledger.close();
    }

    private static ProblemException refusal(Runnable work) {
        ProblemException refusal = catchThrowableOfType(ProblemException.class, work::run);
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private static int status(Runnable work) {
        return refusal(work).problem().status();
    }

    @Test
    void aTransactionOfManyLegsAndCurrencies() {
        UUID dollars = ledger.account("creators:ada:usd", "USD");
        UUID exchange = ledger.account("exchange:usd", "USD");
        UUID fees = ledger.account("fees", "EUR");
        PostedTransaction posted =
                ledger.post(
                        new Leg(world, -1000),
                        new Leg(wallet, 970),
                        new Leg(fees, 30),
                        new Leg(exchange, -55),
                        new Leg(dollars, 55));
        assertThat(ledger.journal.find(ledger.database, ledger.organisation, posted.id()))
                .isEqualTo(posted);
        assertThat(ledger.balance(wallet)).isEqualTo(970);
        assertThat(ledger.balance(dollars)).isEqualTo(55);
    }

    @Test
    void aReferenceIsUsedOnce() {
        Leg[] legs = {new Leg(world, -5), new Leg(wallet, 5)};
        ledger.write(transaction -> ledger.post(transaction, Optional.of("order-1"), legs));
        assertThat(
                        status(() ->
                                ledger.write(transaction ->
                                        ledger.post(transaction, Optional.of("order-1"), legs))))
                .isEqualTo(409);
        assertThat(ledger.balance(wallet)).isEqualTo(5);
    }

    @Test
    void aBulkIsBookedAsAWholeOrNotAtAll() {
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            drafts.add(
                    Draft.of(
                            TimeOrderedId.at(BEGIN),
                            new PostTransaction(
                                    "part " + i,
                                    Optional.empty(),
                                    List.of(new Leg(world, -1), new Leg(wallet, 1))),
                            "transactions[" + i + "].legs"));
        }
        List<Draft> broken = new ArrayList<>(drafts);
        broken.add(
                Draft.of(
                        TimeOrderedId.at(BEGIN),
                        new PostTransaction(
                                "too much",
                                Optional.empty(),
                                List.of(new Leg(wallet, -101), new Leg(world, 101))),
                        "transactions[100].legs"));
        assertThat(
                        refusal(() ->
                                        ledger.write(transaction ->
                                                ledger.journal.post(
                                                        transaction, ledger.organisation, broken)))
                                .problem()
                                .field())
                .contains("transactions[100].legs[0].amount");
        assertThat(ledger.balance(wallet)).isZero();
        ledger.write(transaction -> ledger.journal.post(transaction, ledger.organisation, drafts));
        assertThat(ledger.balance(wallet)).isEqualTo(100);
    }

    @Test
    void aReversalHappensOnceAndKeepsTheLimits() {
        PostedTransaction paid = ledger.transfer(world, wallet, 100);
        PostedTransaction spent = ledger.transfer(wallet, world, 30);
        assertThat(status(() -> reverse(paid.id()))).isEqualTo(409);
        PostedTransaction undone = reverse(spent.id());
        assertThat(undone.reverses()).contains(spent.id());
        assertThat(undone.description()).isEqualTo("Reversal of " + spent.id());
        assertThat(status(() -> reverse(spent.id()))).isEqualTo(409);
        assertThat(status(() -> reverse(undone.id()))).isEqualTo(422);
        assertThat(status(() -> reverse(UUID.randomUUID()))).isEqualTo(404);
        reverse(paid.id());
        assertThat(ledger.balance(wallet)).isZero();
    }

    private PostedTransaction reverse(UUID id) {
        return ledger.write(transaction ->
                ledger.journal.reverse(transaction, ledger.organisation, id, Optional.empty()));
    }

    @Test
    void aHoldIsPostedInParts() {
        ledger.transfer(world, wallet, 100);
        Hold hold = ledger.hold(wallet, world, 80, 60);
        assertThat(ledger.show(wallet).available()).isEqualTo(20);
        assertThat(status(() -> ledger.transfer(wallet, world, 21))).isEqualTo(409);
        assertThat(status(() -> postHold(hold.id(), Optional.of(81L), false))).isEqualTo(422);
        postHold(hold.id(), Optional.of(30L), true);
        assertThat(ledger.show(wallet))
                .extracting(Account::balance, Account::available, Account::outgoing)
                .containsExactly(70L, 20L, 50L);
        PostedTransaction last = postHold(hold.id(), Optional.of(10L), false);
        assertThat(last.hold()).contains(hold.id());
        assertThat(ledger.show(wallet))
                .extracting(Account::balance, Account::available, Account::outgoing)
                .containsExactly(60L, 60L, 0L);
        assertThat(ledger.holds.find(ledger.database, ledger.organisation, hold.id()))
                .extracting(Hold::state, Hold::posted, Hold::remaining)
                .containsExactly(Hold.State.POSTED, 40L, 0L);
        assertThat(status(() -> postHold(hold.id(), Optional.empty(), false))).isEqualTo(409);
        assertThat(status(() -> cancel(hold.id()))).isEqualTo(409);
    }

    private PostedTransaction postHold(UUID id, Optional<Long> amount, boolean keepRest) {
        PostHold asked = new PostHold(amount, Optional.of(keepRest), Optional.empty());
        return ledger.write(
                transaction -> ledger.holds.post(transaction, ledger.organisation, id, asked));
    }

    private Hold cancel(UUID id) {
        return ledger.write(
                transaction -> ledger.holds.cancel(transaction, ledger.organisation, id));
    }

    @Test
    void aHoldIsVoidedOrExpires() {
        ledger.transfer(world, wallet, 100);
        Hold voided = ledger.hold(wallet, world, 40, 60);
        Hold late = ledger.hold(wallet, world, 60, 60);
        assertThat(cancel(voided.id()).state()).isEqualTo(Hold.State.VOIDED);
        assertThat(ledger.show(wallet).available()).isEqualTo(40);
        ledger.upkeep().expire(now.get());
        assertThat(ledger.show(wallet).available()).isEqualTo(40);
        now.set(BEGIN.plusSeconds(60));
        assertThat(status(() -> postHold(late.id(), Optional.empty(), false))).isEqualTo(409);
        ledger.upkeep().expire(now.get());
        assertThat(ledger.show(wallet).available()).isEqualTo(100);
        assertThat(ledger.holds.find(ledger.database, ledger.organisation, late.id()).state())
                .isEqualTo(Hold.State.EXPIRED);
    }

    @Test
    void limitsChangeWithinWhatStands() {
        ledger.transfer(world, wallet, 100);
        assertThat(status(() -> limit(Optional.of(101L), Optional.empty()))).isEqualTo(409);
        assertThat(status(() -> limit(Optional.empty(), Optional.of(99L)))).isEqualTo(409);
        limit(Optional.of(-20L), Optional.of(100L));
        ledger.transfer(wallet, world, 120);
        assertThat(ledger.balance(wallet)).isEqualTo(-20);
        assertThat(status(() -> ledger.transfer(wallet, world, 1))).isEqualTo(409);
    }

    private Account limit(Optional<Long> minimum, Optional<Long> maximum) {
        return ledger.write(transaction ->
                ledger.accounts.limit(
                        transaction,
                        ledger.organisation,
                        wallet,
                        new ChangeLimits(minimum, maximum)));
    }

    @Test
    void anEmptyAccountClosesForGood() {
        ledger.transfer(world, wallet, 1);
        assertThat(status(this::closeWallet)).isEqualTo(409);
        ledger.transfer(wallet, world, 1);
        closeWallet();
        assertThat(ledger.show(wallet).closedAt()).contains(BEGIN);
        assertThat(status(() -> ledger.transfer(world, wallet, 1))).isEqualTo(409);
    }

    private void closeWallet() {
        ledger.write(
                transaction -> ledger.accounts.close(transaction, ledger.organisation, wallet));
    }

    @Test
    void balancesAsOfAnyMoment() {
        for (int second = 1; second <= 5; second++) {
            now.set(BEGIN.plusSeconds(second));
            ledger.transfer(world, wallet, 10);
        }
        for (int second = 0; second <= 6; second++) {
            Instant at = BEGIN.plusSeconds(second);
            long expected = Math.min(second, 5) * 10L;
            assertThat(balanceAt(wallet, at)).isEqualTo(expected);
            TrialBalance all =
                    ledger.reports.trialBalance(
                            ledger.database,
                            ledger.organisation,
                            at,
                            new TrialBalanceQuery(
                                    Optional.empty(), Optional.empty(), Optional.empty()));
            assertThat(all.totals()).hasSize(1);
            assertThat(all.totals().getFirst().credit()).isEqualTo(expected);
            assertThat(all.totals().getFirst().debit()).isEqualTo(expected);
            assertThat(all.totals().getFirst().difference()).isZero();
        }
    }

    private long balanceAt(UUID account, Instant at) {
        return ledger.reports.balance(ledger.database, ledger.organisation, account, at).balance();
    }

    @Test
    void aStatementInPages() {
        for (int i = 1; i <= 7; i++) {
            ledger.transfer(world, wallet, i);
        }
        List<Long> amounts = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        long carried = 0;
        do {
            AccountStatement page =
                    ledger.reports.statement(
                            ledger.database,
                            ledger.organisation,
                            wallet,
                            new StatementQuery(
                                    Optional.empty(), Optional.empty(), Optional.of(3), cursor));
            assertThat(page.opening()).isEqualTo(carried);
            page.lines().forEach(line -> amounts.add(line.amount()));
            carried = page.closing();
            cursor = page.next();
        } while (cursor.isPresent());
        assertThat(amounts).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(carried).isEqualTo(28);
    }

    @Test
    void otherOrganisationsDoNotExist() {
        UUID stranger = UUID.randomUUID();
        PostedTransaction posted = ledger.transfer(world, wallet, 10);
        Hold hold = ledger.hold(wallet, world, 5, 60);
        List<Runnable> attempts =
                List.of(
                        () -> ledger.accounts.find(ledger.database, stranger, wallet),
                        () -> ledger.journal.find(ledger.database, stranger, posted.id()),
                        () -> ledger.holds.find(ledger.database, stranger, hold.id()),
                        () -> ledger.reports.balance(ledger.database, stranger, wallet, BEGIN),
                        () -> ledger.write(t -> ledger.accounts.close(t, stranger, wallet)),
                        () -> ledger.write(t -> ledger.holds.cancel(t, stranger, hold.id())),
                        () ->
                                ledger.write(t ->
                                        ledger.journal.reverse(
                                                t, stranger, posted.id(), Optional.empty())),
                        () ->
                                ledger.write(t ->
                                        ledger.journal.post(
                                                t,
                                                stranger,
                                                List.of(
                                                        Draft.of(
                                                                UUID.randomUUID(),
                                                                new PostTransaction(
                                                                        "",
                                                                        Optional.empty(),
                                                                        List.of(
                                                                                new Leg(world, -1),
                                                                                new Leg(
                                                                                        wallet,
                                                                                        1))),
                                                                "legs")))));
        assertThat(attempts).allSatisfy(each -> assertThat(status(each)).isEqualTo(404));
        assertThat(
                        ledger.journal
                                .list(
                                        ledger.database,
                                        stranger,
                                        new PageQuery(Optional.empty(), Optional.empty()))
                                .items())
                .isEmpty();
    }

    /** What the database refuses, whatever the program does. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE finance.posting SET amount = 1",
                "DELETE FROM finance.posting",
                "UPDATE finance.journal SET description = 'x'",
                "DELETE FROM finance.journal",
                "TRUNCATE finance.journal CASCADE",
                "UPDATE finance.seal SET number = number + 1",
                "DELETE FROM finance.account",
                "DELETE FROM finance.hold",
                "UPDATE finance.account SET balance = minimum - 1 WHERE minimum = 0",
                """
                INSERT INTO finance.posting SELECT organisation_id, account_id, now(), journal_id,
                    9, 1, 1 FROM finance.posting LIMIT 1
                """
            })
    void theDatabaseKeepsTheRules(String sql) {
        ledger.transfer(world, wallet, 10);
        assertThatThrownBy(() -> ledger.database.execute(sql)).isInstanceOf(SqlException.class);
    }
}
