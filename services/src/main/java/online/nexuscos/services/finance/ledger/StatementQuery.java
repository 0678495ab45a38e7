package online.nexuscos.services.finance.ledger;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Optional;
import online.nexuscos.platform.sql.Cursor;

/**
 * Asks for a part of an account's statement.
 *
 * @param from the first moment; the beginning where absent
 * @param until the moment behind the last; no end where absent
 * @param limit how many lines at most; 50 where absent
 * @param cursor {@code next} of the page before; the first page where absent
 */
record StatementQuery(
        Optional<Instant> from,
        Optional<Instant> until,
        Optional<@Min(1) @Max(Listing.MAX_LIMIT) Integer> limit,
        Optional<@Size(max = Cursor.MAX_LENGTH) String> cursor) {}
