package online.nexuscos.services.finance.ledger;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks to set an amount aside.
 *
 * @param source the account that it leaves
 * @param destination the account that it goes to, of the same currency
 * @param amount minor units
 * @param seconds until it expires, at most 366 days; 7 days where absent
 */
record PlaceHold(
        UUID source,
        UUID destination,
        @Min(1) @Max(Money.MAX) long amount,
        @Size(max = Texts.MAX_DESCRIPTION) @Pattern(regexp = Texts.ONE_LINE) String description,
        Optional<@Min(1) @Max(PlaceHold.MAX_SECONDS) Integer> seconds) {
    static final int MAX_SECONDS = 366 * 86_400;
    static final int DEFAULT_SECONDS = 7 * 86_400;
}
