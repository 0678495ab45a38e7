package online.nexuscos.services.finance.ledger;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Optional;

/**
 * Asks to post a hold.
 *
 * @param amount minor units, no more than what remains; all of that where absent
 * @param keepRest whether the rest stays set aside for another posting, instead of becoming free
 * @param reference as of a transaction
 */
record PostHold(
        Optional<@Min(1) @Max(Money.MAX) Long> amount,
        Optional<Boolean> keepRest,
        Optional<@Size(min = 1, max = Texts.MAX_REFERENCE) @Pattern(regexp = Texts.ONE_LINE) String>
                reference) {}
