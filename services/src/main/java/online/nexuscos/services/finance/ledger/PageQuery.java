package online.nexuscos.services.finance.ledger;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import online.nexuscos.platform.sql.Cursor;

/**
 * Which page of a listing.
 *
 * @param limit how many items at most; 50 where absent
 * @param cursor {@code next} of the page before; the first page where absent
 */
record PageQuery(
        Optional<@Min(1) @Max(Listing.MAX_LIMIT) Integer> limit,
        Optional<@Size(max = Cursor.MAX_LENGTH) String> cursor) {}
