package online.nexuscos.services.finance.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An amount that is set aside for a later transaction.
 *
 * @param amount what was set aside, minor units
 * @param posted how much of it was posted
 * @param remaining what is still set aside; 0 once it has ended
 * @param endedAt absent while it is pending
 */
record Hold(
        UUID id,
        UUID source,
        UUID destination,
        long amount,
        String description,
        State state,
        long posted,
        long remaining,
        Instant placedAt,
        Instant expiresAt,
        Optional<Instant> endedAt) {
    /** What has become of it; PENDING is the only one that changes. */
    enum State {
        PENDING,
        /** Posted, whole or in part; the rest is free. */
        POSTED,
        VOIDED,
        EXPIRED
    }

    /** After a posting of a part, which leaves the rest set aside. */
    Hold posted(long part) {
        return changed(State.PENDING, posted + part, remaining - part, Optional.empty());
    }

    /** With nothing set aside any more. */
    Hold ended(State how, long lastPart, Instant at) {
        return changed(how, posted + lastPart, 0, Optional.of(at));
    }

    private Hold changed(State next, long nowPosted, long rest, Optional<Instant> at) {
        return new Hold(
                id,
                source,
                destination,
                amount,
                description,
                next,
                nowPosted,
                rest,
                placedAt,
                expiresAt,
                at);
    }
}
