package online.nexuscos.services.finance.ledger;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How all accounts stood at one moment. The totals are of all accounts, on whichever page.
 *
 * @param totals for each currency, in their alphabetical order
 * @param next the cursor of the next page, to be asked for with the same {@code at}
 */
record TrialBalance(Instant at, List<Total> totals, List<Line> lines, Optional<String> next) {
    TrialBalance {
        totals = List.copyOf(totals);
        lines = List.copyOf(lines);
    }

    /**
     * The sums of one currency, in minor units.
     *
     * @param credit of the accounts above zero
     * @param debit of those below it, without the sign
     * @param difference always 0
     */
    record Total(String currency, BigInteger credit, BigInteger debit, BigInteger difference) {}

    /** An account's balance in minor units. */
    record Line(UUID account, String name, String currency, long balance) {}
}
