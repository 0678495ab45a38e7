package online.nexuscos.services.finance.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import online.nexuscos.platform.problem.ProblemException;

/**
 * The accounts that one database transaction has locked, and what becomes of them: the rules of
 * double entry, without I/O. After a {@code ProblemException} it is of no use any more.
 */
final class Book {
    private final Map<UUID, Standing> standings = new HashMap<>();
    private final Set<UUID> changed = new HashSet<>();
    private final String actor;
    private final Instant now;

    Book(Collection<Standing> locked, String actor, Instant now) {
        locked.forEach(standing -> standings.put(standing.account(), standing));
        this.actor = actor;
        this.now = now.truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Books a transaction.
     *
     * @throws ProblemException 404 for an account that is not there, 409 beyond a limit, 422 for
     *     legs that do not balance
     */
    PostedTransaction post(Draft draft) {
        checkBalanced(draft);
        Instant at = bookingTime(draft.legs());
        List<PostedTransaction.Posting> postings = new ArrayList<>();
        for (int i = 0; i < draft.legs().size(); i++) {
            Leg leg = draft.legs().get(i);
            String field = draft.field() + '[' + i + ']';
            Standing after =
                    standing(leg.account(), field + ".account")
                            .posted(leg.amount(), at, field + ".amount");
            put(after);
            postings.add(
                    new PostedTransaction.Posting(
                            leg.account(), after.currency(), leg.amount(), after.balance()));
        }
        return new PostedTransaction(
                draft.id(),
                at,
                actor,
                draft.description(),
                draft.reference(),
                draft.reverses(),
                draft.hold(),
                postings);
    }

    /**
     * Sets an amount aside, out of one account and into another of the same currency; errors as of
     * {@link #post}.
     */
    void reserve(UUID source, UUID destination, long amount) {
        Standing from = standing(source, "source");
        Standing to = standing(destination, "destination");
        if (!from.currency().equals(to.currency())) {
            throw ProblemException.of(
                    422, "destination", to.currency() + " (expected: " + from.currency() + ")");
        }
        put(from.reserved(-amount, "amount"));
        put(to.reserved(amount, "amount"));
    }

    /** Gives an amount free that {@link #reserve} has set aside. */
    void release(UUID source, UUID destination, long amount) {
        put(standing(source, "source").released(-amount));
        put(standing(destination, "destination").released(amount));
    }

    /** The accounts that are to be written. */
    List<Standing> changed() {
        return changed.stream().map(standings::get).toList();
    }

    private void checkBalanced(Draft draft) {
        Map<String, Long> sums = new HashMap<>();
        Set<UUID> seen = new HashSet<>();
        for (int i = 0; i < draft.legs().size(); i++) {
            Leg leg = draft.legs().get(i);
            String field = draft.field() + '[' + i + ']';
            if (leg.amount() == 0) {
                throw ProblemException.of(422, field + ".amount", "0 (expected: another amount)");
            }
            Money.within(leg.amount(), field + ".amount");
            if (!seen.add(leg.account())) {
                throw ProblemException.of(
                        422, field + ".account", "twice in one transaction: " + leg.account());
            }
            sums.merge(
                    standing(leg.account(), field + ".account").currency(),
                    leg.amount(),
                    Math::addExact);
        }
        sums.forEach((currency, sum) -> {
            if (sum != 0) {
                throw ProblemException.of(
                        422,
                        draft.field(),
                        "adds up to "
                                + Money.decimal(sum, currency)
                                + " "
                                + currency
                                + " (expected: 0)");
            }
        });
    }

    /**
     * Later than all that was booked in these accounts, so that time alone orders each account's
     * postings, whatever the clocks of two nodes say.
     */
    private Instant bookingTime(List<Leg> legs) {
        Instant at = now;
        for (Leg leg : legs) {
            Standing standing = standing(leg.account(), "account");
            if (standing.bookedAt().isPresent() && !at.isAfter(standing.bookedAt().get())) {
                at = standing.bookedAt().get().plus(1, ChronoUnit.MICROS);
            }
        }
        return at;
    }

    private Standing standing(UUID account, String field) {
        Standing standing = standings.get(account);
        if (standing == null) {
            throw ProblemException.of(404, field, "no account " + account);
        }
        return standing;
    }

    private void put(Standing standing) {
        standings.put(standing.account(), standing);
        changed.add(standing.account());
    }
}
