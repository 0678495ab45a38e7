package online.nexuscos.services.finance.ledger;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.sql.Row;
import online.nexuscos.platform.sql.SqlException;
import online.nexuscos.platform.sql.Statements;
import online.nexuscos.platform.sql.Transaction;

/** The accounts in the database. Those of another organisation do not exist: 404. */
final class Accounts {
    private static final Listing LISTING = new Listing("accounts");

    Account open(Transaction transaction, UUID organisation, OpenAccount asked) {
        Money.currency(asked.currency(), "currency");
        asked.minimum()
                .ifPresent(minimum -> {
                    if (Money.within(minimum, "minimum") > 0) {
                        throw ProblemException.of(422, "minimum", minimum + " (expected: <= 0)");
                    }
                });
        asked.maximum()
                .ifPresent(maximum -> {
                    if (Money.within(maximum, "maximum") < 0) {
                        throw ProblemException.of(422, "maximum", maximum + " (expected: >= 0)");
                    }
                });
        UUID id = TimeOrderedId.at(transaction.now());
        try {
            transaction.execute(
                    """
                    INSERT INTO finance.account
                        (organisation_id, id, name, currency, opened_at, minimum, maximum)
                    VALUES ($1, $2, $3, $4, $5, $6, $7)
                    """,
                    organisation,
                    id,
                    asked.name(),
                    asked.currency(),
                    transaction.now(),
                    asked.minimum().orElse(null),
                    asked.maximum().orElse(null));
        } catch (SqlException e) {
            if (e.isDuplicate("account_name")) {
                throw ProblemException.of(409, "name", "there is an account " + asked.name());
            }
            throw e;
        }
        transaction.publish(new AccountOpened(organisation, id, asked.name(), asked.currency()));
        transaction.audit(
                "ledger.account.opened",
                "ledger-account/" + id,
                new JsonObject().put("name", asked.name()).put("currency", asked.currency()));
        return find(transaction, organisation, id);
    }

    Account limit(Transaction transaction, UUID organisation, UUID id, ChangeLimits asked) {
        asked.minimum().ifPresent(minimum -> Money.within(minimum, "minimum"));
        asked.maximum().ifPresent(maximum -> Money.within(maximum, "maximum"));
        Standing limited =
                lockOne(transaction, organisation, id).limited(asked.minimum(), asked.maximum());
        transaction.execute(
                """
                UPDATE finance.account SET minimum = $3, maximum = $4
                WHERE organisation_id = $1 AND id = $2
                """,
                organisation,
                id,
                limited.minimum().orElse(null),
                limited.maximum().orElse(null));
        transaction.audit(
                "ledger.account.limited",
                "ledger-account/" + id,
                new JsonObject()
                        .put("minimum", asked.minimum().orElse(null))
                        .put("maximum", asked.maximum().orElse(null)));
        return find(transaction, organisation, id);
    }

    /** Closes an account for good; it must be empty. Closing it again changes nothing. */
    Account close(Transaction transaction, UUID organisation, UUID id) {
        Standing standing = lockOne(transaction, organisation, id);
        if (standing.balance() != 0 || standing.incoming() != 0 || standing.outgoing() != 0) {
            throw ProblemException.of(409, "account " + id + " is not empty");
        }
        if (standing.open()) {
            transaction.execute(
                    """
                    UPDATE finance.account SET closed_at = $3
                    WHERE organisation_id = $1 AND id = $2
                    """,
                    organisation,
                    id,
                    transaction.now());
            transaction.audit("ledger.account.closed", "ledger-account/" + id, new JsonObject());
        }
        return find(transaction, organisation, id);
    }

    /**
     * Locks accounts until the end of the transaction, always in the order of their ids: so nobody
     * ever waits for one who waits for him. Accounts that do not exist are left out.
     */
    List<Standing> lock(Transaction transaction, UUID organisation, Collection<UUID> ids) {
        return transaction.query(
                """
                SELECT id, currency, minimum, maximum, balance, incoming, outgoing, booked_at,
                    closed_at
                FROM finance.account WHERE organisation_id = $1 AND id = ANY($2)
                ORDER BY id FOR NO KEY UPDATE
                """,
                Accounts::standing,
                organisation,
                ids.stream().distinct().toArray(UUID[]::new));
    }

    Account find(Statements statements, UUID organisation, UUID id) {
        return statements
                .find(
                        """
                        SELECT * FROM finance.account WHERE organisation_id = $1 AND id = $2
                        """,
                        Accounts::account,
                        organisation,
                        id)
                .orElseThrow(() -> unknown(id));
    }

    AccountPage list(Statements statements, UUID organisation, PageQuery query) {
        List<Account> rows =
                statements.query(
                        """
                        SELECT * FROM finance.account WHERE organisation_id = $1 AND id > $2
                        ORDER BY id LIMIT $3
                        """,
                        Accounts::account,
                        organisation,
                        LISTING.id(query.cursor(), Listing.FIRST_ID),
                        Listing.rows(query.limit()));
        return new AccountPage(
                Listing.items(rows, query.limit()), LISTING.next(rows, query.limit(), Account::id));
    }

    static ProblemException unknown(UUID id) {
        return ProblemException.of(404, "no account " + id);
    }

    private Standing lockOne(Transaction transaction, UUID organisation, UUID id) {
        return lock(transaction, organisation, List.of(id)).stream()
                .findFirst()
                .orElseThrow(() -> unknown(id));
    }

    private static Standing standing(Row row) {
        return new Standing(
                row.uuid("id"),
                row.text("currency"),
                row.optional("closed_at", Instant.class).isEmpty(),
                row.optional("minimum", Long.class),
                row.optional("maximum", Long.class),
                row.bigint("balance"),
                row.bigint("incoming"),
                row.bigint("outgoing"),
                row.optional("booked_at", Instant.class));
    }

    private static Account account(Row row) {
        Standing standing = standing(row);
        Optional<Instant> closedAt = row.optional("closed_at", Instant.class);
        return new Account(
                standing.account(),
                row.text("name"),
                standing.currency(),
                standing.minimum(),
                standing.maximum(),
                standing.balance(),
                standing.available(),
                standing.incoming(),
                standing.outgoing(),
                row.instant("opened_at"),
                closedAt);
    }
}
