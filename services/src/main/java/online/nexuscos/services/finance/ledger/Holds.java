package online.nexuscos.services.finance.ledger;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.sql.Row;
import online.nexuscos.platform.sql.Statements;
import online.nexuscos.platform.sql.Transaction;

/**
 * Holds in the database. Whoever changes one locks it first, then its accounts: one order for all,
 * so no deadlock.
 */
final class Holds {
    private static final Listing LISTING = new Listing("holds");

    private final Journal journal;

    Holds(Journal journal) {
        this.journal = journal;
    }

    /** A hold that is due, and whose it is. */
    record Due(UUID organisation, UUID id) {}

    /** Sets an amount aside; errors as of {@link Book#reserve}. */
    Hold place(Transaction transaction, UUID organisation, PlaceHold asked) {
        if (asked.source().equals(asked.destination())) {
            throw ProblemException.of(422, "destination", "the source itself");
        }
        Book book =
                journal.open(
                        transaction, organisation, Stream.of(asked.source(), asked.destination()));
        book.reserve(asked.source(), asked.destination(), asked.amount());
        journal.write(transaction, organisation, book, List.of());
        Instant now = transaction.now();
        UUID id = TimeOrderedId.at(now);
        transaction.execute(
                """
                INSERT INTO finance.hold (organisation_id, id, source_id, destination_id, amount,
                    description, placed_at, expires_at, state, remaining)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'PENDING', $5)
                """,
                organisation,
                id,
                asked.source(),
                asked.destination(),
                asked.amount(),
                asked.description(),
                now,
                now.plus(Duration.ofSeconds(asked.seconds().orElse(PlaceHold.DEFAULT_SECONDS))));
        Hold hold = find(transaction, organisation, id);
        transaction.publish(new HoldPlaced(organisation, hold));
        return hold;
    }

    /**
     * Makes a transaction of what is set aside, or of a part.
     *
     * @throws ProblemException 404 if it is not there, 409 if it has ended, 422 for more than
     *     remains
     */
    PostedTransaction post(Transaction transaction, UUID organisation, UUID id, PostHold asked) {
        Hold hold = lockPending(transaction, organisation, id);
        if (!hold.expiresAt().isAfter(transaction.now())) {
            throw ProblemException.of(409, "hold " + id + " has expired");
        }
        long amount = asked.amount().orElse(hold.remaining());
        if (amount > hold.remaining()) {
            throw ProblemException.of(
                    422, "amount", amount + " (expected: <= " + hold.remaining() + ")");
        }
        boolean goesOn = asked.keepRest().orElse(false) && amount < hold.remaining();
        Book book =
                journal.open(
                        transaction, organisation, Stream.of(hold.source(), hold.destination()));
        book.release(hold.source(), hold.destination(), goesOn ? amount : hold.remaining());
        PostedTransaction posted = book.post(draft(transaction, hold, amount, asked.reference()));
        journal.write(transaction, organisation, book, List.of(posted));
        update(
                transaction,
                organisation,
                goesOn
                        ? hold.posted(amount)
                        : hold.ended(Hold.State.POSTED, amount, transaction.now()));
        return posted;
    }

    /**
     * Gives free what is set aside.
     *
     * @throws ProblemException 404 if it is not there, 409 if it has ended
     */
    Hold cancel(Transaction transaction, UUID organisation, UUID id) {
        Hold hold = lockPending(transaction, organisation, id);
        return end(transaction, organisation, hold, Hold.State.VOIDED);
    }

    /** Holds whose time is over, of all organisations. */
    List<Due> due(Statements statements, Instant now, int limit) {
        return statements.query(
                """
                SELECT organisation_id, id FROM finance.hold
                WHERE state = 'PENDING' AND expires_at <= $1 ORDER BY expires_at LIMIT $2
                """,
                row -> new Due(row.uuid("organisation_id"), row.uuid("id")),
                now,
                limit);
    }

    /** Ends a hold whose time is over; false if it has ended otherwise. */
    boolean expire(Transaction transaction, Due due) {
        Optional<Hold> hold = lock(transaction, due.organisation(), due.id());
        if (hold.isEmpty()
                || hold.get().state() != Hold.State.PENDING
                || hold.get().expiresAt().isAfter(transaction.now())) {
            return false;
        }
        end(transaction, due.organisation(), hold.get(), Hold.State.EXPIRED);
        return true;
    }

    Hold find(Statements statements, UUID organisation, UUID id) {
        return statements
                .find(
                        "SELECT * FROM finance.hold WHERE organisation_id = $1 AND id = $2",
                        Holds::hold,
                        organisation,
                        id)
                .orElseThrow(() -> unknown(id));
    }

    /** The newest first. */
    HoldPage list(Statements statements, UUID organisation, PageQuery query) {
        List<Hold> rows =
                statements.query(
                        """
                        SELECT * FROM finance.hold WHERE organisation_id = $1 AND id < $2
                        ORDER BY id DESC LIMIT $3
                        """,
                        Holds::hold,
                        organisation,
                        LISTING.id(query.cursor(), Listing.LAST_ID),
                        Listing.rows(query.limit()));
        return new HoldPage(
                Listing.items(rows, query.limit()), LISTING.next(rows, query.limit(), Hold::id));
    }

    private Hold end(Transaction transaction, UUID organisation, Hold hold, Hold.State how) {
        Book book =
                journal.open(
                        transaction, organisation, Stream.of(hold.source(), hold.destination()));
        book.release(hold.source(), hold.destination(), hold.remaining());
        journal.write(transaction, organisation, book, List.of());
        return update(transaction, organisation, hold.ended(how, 0, transaction.now()));
    }

    private static Draft draft(
            Transaction transaction, Hold hold, long amount, Optional<String> reference) {
        return new Draft(
                TimeOrderedId.at(transaction.now()),
                hold.description(),
                reference,
                Optional.empty(),
                Optional.of(hold.id()),
                List.of(new Leg(hold.source(), -amount), new Leg(hold.destination(), amount)),
                "legs");
    }

    private Hold update(Transaction transaction, UUID organisation, Hold hold) {
        transaction.execute(
                """
                UPDATE finance.hold SET state = $3, posted = $4, remaining = $5, ended_at = $6
                WHERE organisation_id = $1 AND id = $2
                """,
                organisation,
                hold.id(),
                hold.state(),
                hold.posted(),
                hold.remaining(),
                hold.endedAt().orElse(null));
        if (hold.state() != Hold.State.PENDING) {
            transaction.publish(new HoldEnded(organisation, hold));
            transaction.audit(
                    "ledger.hold.ended",
                    "ledger-hold/" + hold.id(),
                    new JsonObject().put("state", hold.state().name()));
        }
        return hold;
    }

    private Hold lockPending(Transaction transaction, UUID organisation, UUID id) {
        Hold hold = lock(transaction, organisation, id).orElseThrow(() -> unknown(id));
        if (hold.state() != Hold.State.PENDING) {
            throw ProblemException.of(409, "hold " + id + " is " + hold.state());
        }
        return hold;
    }

    private static Optional<Hold> lock(Transaction transaction, UUID organisation, UUID id) {
        return transaction.find(
                """
                SELECT * FROM finance.hold WHERE organisation_id = $1 AND id = $2
                FOR NO KEY UPDATE
                """,
                Holds::hold,
                organisation,
                id);
    }

    private static ProblemException unknown(UUID id) {
        return ProblemException.of(404, "no hold " + id);
    }

    private static Hold hold(Row row) {
        return new Hold(
                row.uuid("id"),
                row.uuid("source_id"),
                row.uuid("destination_id"),
                row.bigint("amount"),
                row.text("description"),
                row.constant("state", Hold.State.class),
                row.bigint("posted"),
                row.bigint("remaining"),
                row.instant("placed_at"),
                row.instant("expires_at"),
                row.optional("ended_at", Instant.class));
    }
}
