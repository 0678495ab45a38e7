package online.nexuscos.services.finance.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.problem.ProblemException;

/**
 * Where an account stands, and the rules that every change of it keeps. All amounts are minor units
 * of its currency.
 *
 * @param minimum what must always be available; empty for no limit; negative for an overdraft
 * @param maximum what it may hold at most, pending holds included
 * @param balance what is posted
 * @param incoming reserved for it by pending holds
 * @param outgoing reserved from it by pending holds
 * @param bookedAt when it was last posted to
 */
record Standing(
        UUID account,
        String currency,
        boolean open,
        Optional<Long> minimum,
        Optional<Long> maximum,
        long balance,
        long incoming,
        long outgoing,
        Optional<Instant> bookedAt) {

    /** What may be spent: the balance without what is promised to others. */
    long available() {
        return balance - outgoing;
    }

    /**
     * After a posting.
     *
     * @param amount positive into the account, negative out of it
     * @param field of the request, named where it cannot be
     * @throws ProblemException 409 beyond a limit or closed, 422 beyond what is counted
     */
    Standing posted(long amount, Instant at, String field) {
        return change(amount, 0, 0, Optional.of(at)).checked(field);
    }

    /** After a hold, whichever side it is; errors as of {@link #posted}. */
    Standing reserved(long amount, String field) {
        return amount > 0
                ? change(0, amount, 0, bookedAt).checked(field)
                : change(0, 0, -amount, bookedAt).checked(field);
    }

    /** After the end of a hold, or of a part; it makes room, so no limit is in the way. */
    Standing released(long amount) {
        return amount > 0 ? change(0, -amount, 0, bookedAt) : change(0, 0, amount, bookedAt);
    }

    /** With other limits, which it must keep already; errors as of {@link #posted}. */
    Standing limited(Optional<Long> newMinimum, Optional<Long> newMaximum) {
        return new Standing(
                        account,
                        currency,
                        open,
                        newMinimum,
                        newMaximum,
                        balance,
                        incoming,
                        outgoing,
                        bookedAt)
                .checked("minimum");
    }

    private Standing change(
            long amount, long moreIncoming, long moreOutgoing, Optional<Instant> at) {
        return new Standing(
                account,
                currency,
                open,
                minimum,
                maximum,
                Math.addExact(balance, amount),
                Math.addExact(incoming, moreIncoming),
                Math.addExact(outgoing, moreOutgoing),
                at);
    }

    private Standing checked(String field) {
        if (!open) {
            throw ProblemException.of(409, field, "account " + account + " is closed");
        }
        Money.within(balance, field);
        Money.within(incoming, field);
        Money.within(outgoing, field);
        if (minimum.isPresent() && available() < minimum.get()) {
            throw beyond(field, minimum.get() - available(), "below its minimum");
        }
        if (maximum.isPresent() && balance + incoming > maximum.get()) {
            throw beyond(field, balance + incoming - maximum.get(), "above its maximum");
        }
        return this;
    }

    private ProblemException beyond(String field, long by, String which) {
        return ProblemException.of(
                409,
                field,
                "account "
                        + account
                        + " would be "
                        + Money.decimal(by, currency)
                        + " "
                        + currency
                        + " "
                        + which);
    }
}
