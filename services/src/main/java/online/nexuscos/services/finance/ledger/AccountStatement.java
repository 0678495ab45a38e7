package online.nexuscos.services.finance.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A page of an account's statement, in the order of booking.
 *
 * @param opening the balance before the first line
 * @param closing the balance after the last line
 * @param next the cursor of the next page; absent on the last one
 */
record AccountStatement(
        UUID account,
        String name,
        String currency,
        long opening,
        List<Line> lines,
        long closing,
        Optional<String> next) {
    AccountStatement {
        lines = List.copyOf(lines);
    }

    /**
     * A posting.
     *
     * @param amount minor units; positive into the account
     * @param balance after it
     */
    record Line(
            UUID transaction, Instant bookedAt, String description, long amount, long balance) {}
}
