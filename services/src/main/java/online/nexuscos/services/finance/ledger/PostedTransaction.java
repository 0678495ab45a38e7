package online.nexuscos.services.finance.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A transaction in the journal, which nothing changes any more.
 *
 * @param bookedAt in each account later than the one before; microseconds
 * @param actor account id of who posted it
 * @param reverses the transaction that it undoes
 * @param hold the hold that it posts from
 */
record PostedTransaction(
        UUID id,
        Instant bookedAt,
        String actor,
        String description,
        Optional<String> reference,
        Optional<UUID> reverses,
        Optional<UUID> hold,
        List<Posting> postings) {
    PostedTransaction {
        postings = List.copyOf(postings);
    }

    PostedTransaction with(List<Posting> others) {
        return new PostedTransaction(
                id, bookedAt, actor, description, reference, reverses, hold, others);
    }

    /**
     * A leg that was booked.
     *
     * @param amount minor units; positive into the account
     * @param balance of the account after it
     */
    record Posting(UUID account, String currency, long amount, long balance) {}
}
