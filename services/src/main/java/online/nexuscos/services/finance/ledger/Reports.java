package online.nexuscos.services.finance.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.sql.Row;
import online.nexuscos.platform.sql.Statements;

/**
 * What the postings tell. Each posting carries the balance after it, and time orders those of an
 * account, so a balance at any moment is one row.
 */
final class Reports {
    private static final Listing STATEMENT = new Listing("statement");
    private static final Listing TRIAL_BALANCE = new Listing("trial-balance");
    private static final Instant BEGINNING = Instant.EPOCH;
    private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

    /** The balances of an organisation ($1) at a moment ($2). */
    private static final String BALANCES =
            """
            FROM finance.account a LEFT JOIN LATERAL (
                SELECT balance FROM finance.posting
                WHERE organisation_id = $1 AND account_id = a.id AND booked_at <= $2
                ORDER BY booked_at DESC LIMIT 1) p ON true
            WHERE a.organisation_id = $1
            """;

    private final Accounts accounts;

    Reports(Accounts accounts) {
        this.accounts = accounts;
    }

    Balance balance(Statements statements, UUID organisation, UUID account, Instant at) {
        Account known = accounts.find(statements, organisation, account);
        return new Balance(
                account,
                known.currency(),
                at,
                balanceUntil(statements, organisation, account, at.plusNanos(1000)));
    }

    AccountStatement statement(
            Statements statements, UUID organisation, UUID account, StatementQuery query) {
        Account known = accounts.find(statements, organisation, account);
        Instant from = query.from().map(at -> Listing.within(at, "from")).orElse(BEGINNING);
        Instant until = query.until().map(at -> Listing.within(at, "until")).orElse(END);
        Instant first = STATEMENT.time(query.cursor(), from.minusNanos(1000)).plusNanos(1000);
        List<AccountStatement.Line> rows =
                statements.query(
                        """
                        SELECT p.journal_id, p.booked_at, j.description, p.amount, p.balance
                        FROM (SELECT * FROM finance.posting
                            WHERE organisation_id = $1 AND account_id = $2
                                AND booked_at >= $3 AND booked_at < $4
                            ORDER BY booked_at LIMIT $5) p
                        JOIN finance.journal j
                            ON j.organisation_id = $1 AND j.id = p.journal_id
                        ORDER BY p.booked_at
                        """,
                        Reports::line,
                        organisation,
                        account,
                        first,
                        until,
                        Listing.rows(query.limit()));
        List<AccountStatement.Line> lines = Listing.items(rows, query.limit());
        long opening =
                lines.isEmpty()
                        ? balanceUntil(statements, organisation, account, first)
                        : lines.getFirst().balance() - lines.getFirst().amount();
        return new AccountStatement(
                account,
                known.name(),
                known.currency(),
                opening,
                lines,
                lines.isEmpty() ? opening : lines.getLast().balance(),
                STATEMENT.next(rows, query.limit(), AccountStatement.Line::bookedAt));
    }

    TrialBalance trialBalance(
            Statements statements, UUID organisation, Instant at, TrialBalanceQuery query) {
        List<TrialBalance.Total> totals =
                statements.query(
                        """
                        SELECT a.currency, coalesce(sum(p.balance), 0) AS difference,
                            coalesce(sum(p.balance) FILTER (WHERE p.balance > 0), 0) AS credit,
                            coalesce(-sum(p.balance) FILTER (WHERE p.balance < 0), 0) AS debit
                        """
                                + BALANCES
                                + "GROUP BY a.currency ORDER BY a.currency",
                        Reports::total,
                        organisation,
                        at);
        List<TrialBalance.Line> rows =
                statements.query(
                        "SELECT a.id, a.name, a.currency, coalesce(p.balance, 0) AS balance "
                                + BALANCES
                                + "AND a.id > $3 ORDER BY a.id LIMIT $4",
                        row ->
                                new TrialBalance.Line(
                                        row.uuid("id"),
                                        row.text("name"),
                                        row.text("currency"),
                                        row.bigint("balance")),
                        organisation,
                        at,
                        TRIAL_BALANCE.id(query.cursor(), Listing.FIRST_ID),
                        Listing.rows(query.limit()));
        return new TrialBalance(
                at,
                totals,
                Listing.items(rows, query.limit()),
                TRIAL_BALANCE.next(rows, query.limit(), TrialBalance.Line::account));
    }

    private static long balanceUntil(
            Statements statements, UUID organisation, UUID account, Instant until) {
        Optional<Long> balance =
                statements.find(
                        """
                        SELECT balance FROM finance.posting
                        WHERE organisation_id = $1 AND account_id = $2 AND booked_at < $3
                        ORDER BY booked_at DESC LIMIT 1
                        """,
                        row -> row.bigint("balance"),
                        organisation,
                        account,
                        until);
        return balance.orElse(0L);
    }

    private static AccountStatement.Line line(Row row) {
        return new AccountStatement.Line(
                row.uuid("journal_id"),
                row.instant("booked_at"),
                row.text("description"),
                row.bigint("amount"),
                row.bigint("balance"));
    }

    private static TrialBalance.Total total(Row row) {
        return new TrialBalance.Total(
                row.text("currency"),
                row.get("credit", BigDecimal.class).toBigIntegerExact(),
                row.get("debit", BigDecimal.class).toBigIntegerExact(),
                row.get("difference", BigDecimal.class).toBigIntegerExact());
    }
}
