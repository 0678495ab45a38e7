package online.nexuscos.services.finance.ledger;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.service.Permission;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.service.ServiceInfo;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.platform.sql.Transaction;
import org.jspecify.annotations.Nullable;

/** {@code ledger-manager}: the double-entry ledger of each organisation, at {@code /api/ledger}. */
public final class LedgerService implements Service {
    private static final Permission READ = Permission.of("ledger:read");
    private static final Permission WRITE = Permission.of("ledger:write");
    private static final Permission ADMIN = Permission.of("ledger:admin");

    private final Database database;
    private final InstantSource clock;
    private final Accounts accounts = new Accounts();
    private final Journal journal = new Journal(accounts);
    private final Holds holds = new Holds(journal);
    private final Reports reports = new Reports(accounts);
    private final Seals seals = new Seals();
    private final Exports exports = new Exports(seals);
    private @Nullable Upkeep upkeep;

    public LedgerService(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public ServiceInfo info() {
        return ServiceInfo.named("ledger-manager");
    }

    @Override
    public synchronized void start() {
        Upkeep started = new Upkeep(database, holds, seals, clock);
        upkeep = started;
        started.start();
    }

    @Override
    public synchronized void stop() {
        if (upkeep != null) {
            upkeep.close();
        }
    }

    @Override
    public void routes(Routes routes) {
        accountRoutes(routes);
        transactionRoutes(routes);
        holdRoutes(routes);
        reportRoutes(routes);
        routes.publishes(AccountOpened.class);
        routes.publishes(TransactionPosted.class);
        routes.publishes(HoldPlaced.class);
        routes.publishes(HoldEnded.class);
    }

    private void accountRoutes(Routes routes) {
        routes.post("/accounts", WRITE, OpenAccount.class, Account.class, this::open)
                .creates()
                .summary("Opens an account");
        routes.get("/accounts", READ, PageQuery.class, AccountPage.class, this::accountPage)
                .summary("Lists the accounts, the oldest first");
        routes.get(
                        "/accounts/{id}",
                        READ,
                        Account.class,
                        call -> accounts.find(database, organisation(call), id(call)))
                .summary("Shows an account and where it stands");
        routes.put("/accounts/{id}/limits", ADMIN, ChangeLimits.class, Account.class, this::limit)
                .summary("Sets or lifts an account's limits");
        routes.post("/accounts/{id}/close", ADMIN, Nothing.class, Account.class, this::close)
                .summary("Closes an empty account for good");
    }

    private void transactionRoutes(Routes routes) {
        routes.post(
                        "/transactions",
                        WRITE,
                        PostTransaction.class,
                        PostedTransaction.class,
                        this::post)
                .creates()
                .summary("Posts a balanced transaction");
        routes.post(
                        "/transactions/bulk",
                        WRITE,
                        BulkTransactions.class,
                        PostedTransactions.class,
                        this::postBulk)
                .creates()
                .summary("Posts several transactions, all or none");
        routes.get(
                        "/transactions",
                        READ,
                        PageQuery.class,
                        TransactionPage.class,
                        call -> journal.list(database, organisation(call), call.input()))
                .summary("Lists the transactions, the newest first");
        routes.get(
                        "/transactions/{id}",
                        READ,
                        PostedTransaction.class,
                        call -> journal.find(database, organisation(call), id(call)))
                .summary("Shows a transaction");
        routes.post(
                        "/transactions/{id}/reverse",
                        WRITE,
                        ReverseTransaction.class,
                        PostedTransaction.class,
                        this::reverse)
                .creates()
                .summary("Posts the opposite of a transaction");
    }

    private void holdRoutes(Routes routes) {
        routes.post("/holds", WRITE, PlaceHold.class, Hold.class, this::place)
                .creates()
                .summary("Sets an amount aside for a later transaction");
        routes.get(
                        "/holds",
                        READ,
                        PageQuery.class,
                        HoldPage.class,
                        call -> holds.list(database, organisation(call), call.input()))
                .summary("Lists the holds, the newest first");
        routes.get(
                        "/holds/{id}",
                        READ,
                        Hold.class,
                        call -> holds.find(database, organisation(call), id(call)))
                .summary("Shows a hold");
        routes.post(
                        "/holds/{id}/post",
                        WRITE,
                        PostHold.class,
                        PostedTransaction.class,
                        this::postHold)
                .creates()
                .summary("Makes a transaction of a hold, or of a part of it");
        routes.post("/holds/{id}/void", WRITE, Nothing.class, Hold.class, this::cancelHold)
                .summary("Gives free what a hold has set aside");
    }

    private void reportRoutes(Routes routes) {
        routes.get("/accounts/{id}/balance", READ, AtQuery.class, Balance.class, this::balance)
                .summary("Tells an account's balance at a moment");
        routes.get(
                        "/accounts/{id}/statement",
                        READ,
                        StatementQuery.class,
                        AccountStatement.class,
                        call ->
                                reports.statement(
                                        database, organisation(call), id(call), call.input()))
                .summary("Lists an account's postings with the balance after each");
        routes.get(
                        "/trial-balance",
                        READ,
                        TrialBalanceQuery.class,
                        TrialBalance.class,
                        this::trialBalance)
                .summary("Lists the balances of all accounts at a moment, and their sums");
        routes.download(
                        "/journal",
                        ADMIN,
                        Nothing.class,
                        "text/plain; charset=utf-8",
                        (call, to) -> exports.chain(database, organisation(call), call.reply(), to))
                .summary("Exports the journal with its hash chain");
        routes.download(
                        "/hledger",
                        ADMIN,
                        Nothing.class,
                        "text/plain; charset=utf-8",
                        (call, to) ->
                                exports.hledger(database, organisation(call), call.reply(), to))
                .summary("Exports the journal for hledger");
    }

    private Account open(Call<OpenAccount> call, Transaction transaction) {
        return accounts.open(transaction, organisation(call), call.input());
    }

    private AccountPage accountPage(Call<PageQuery> call) {
        return accounts.list(database, organisation(call), call.input());
    }

    private Account limit(Call<ChangeLimits> call, Transaction transaction) {
        return accounts.limit(transaction, organisation(call), id(call), call.input());
    }

    private Account close(Call<Nothing> call, Transaction transaction) {
        return accounts.close(transaction, organisation(call), id(call));
    }

    private PostedTransaction post(Call<PostTransaction> call, Transaction transaction) {
        Draft draft = Draft.of(TimeOrderedId.at(transaction.now()), call.input(), "legs");
        return journal.post(transaction, organisation(call), List.of(draft)).getFirst();
    }

    private PostedTransactions postBulk(Call<BulkTransactions> call, Transaction transaction) {
        List<PostTransaction> asked = call.input().transactions();
        int legs = asked.stream().mapToInt(each -> each.legs().size()).sum();
        if (legs > BulkTransactions.MAX_LEGS) {
            throw ProblemException.of(
                    422,
                    "transactions",
                    legs + " legs (expected: <= " + BulkTransactions.MAX_LEGS + ")");
        }
        List<Draft> drafts =
                IntStream.range(0, asked.size())
                        .mapToObj(i ->
                                Draft.of(
                                        TimeOrderedId.at(transaction.now()),
                                        asked.get(i),
                                        "transactions[" + i + "].legs"))
                        .toList();
        return new PostedTransactions(journal.post(transaction, organisation(call), drafts));
    }

    private PostedTransaction reverse(Call<ReverseTransaction> call, Transaction transaction) {
        return journal.reverse(
                transaction, organisation(call), id(call), call.input().description());
    }

    private Hold place(Call<PlaceHold> call, Transaction transaction) {
        return holds.place(transaction, organisation(call), call.input());
    }

    private PostedTransaction postHold(Call<PostHold> call, Transaction transaction) {
        return holds.post(transaction, organisation(call), id(call), call.input());
    }

    private Hold cancelHold(Call<Nothing> call, Transaction transaction) {
        return holds.cancel(transaction, organisation(call), id(call));
    }

    private Balance balance(Call<AtQuery> call) {
        return reports.balance(database, organisation(call), id(call), moment(call.input().at()));
    }

    private TrialBalance trialBalance(Call<TrialBalanceQuery> call) {
        return reports.trialBalance(
                database, organisation(call), moment(call.input().at()), call.input());
    }

    private Instant moment(Optional<Instant> asked) {
        Instant at = Listing.within(asked.orElseGet(clock::instant), "at");
        return at.truncatedTo(ChronoUnit.MICROS);
    }

    /** Whose ledger it is: nobody sees another's. */
    private static UUID organisation(Call<?> call) {
        try {
            return UUID.fromString(call.principal().organisation());
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(403, "A ledger is an organisation's, and there is none.");
        }
    }

    private static UUID id(Call<?> call) {
        String id = call.path("id");
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(404, "There is nothing of that id.");
        }
    }
}
