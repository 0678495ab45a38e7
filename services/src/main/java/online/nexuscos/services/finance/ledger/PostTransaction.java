package online.nexuscos.services.finance.ledger;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;

/**
 * Asks for a transaction; its legs add up to zero in each currency.
 *
 * @param reference the caller's own name for it; no two transactions have the same
 */
record PostTransaction(
        @Size(max = Texts.MAX_DESCRIPTION) @Pattern(regexp = Texts.ONE_LINE) String description,
        Optional<@Size(min = 1, max = Texts.MAX_REFERENCE) @Pattern(regexp = Texts.ONE_LINE) String>
                reference,
        @Size(min = 2, max = PostTransaction.MAX_LEGS) List<Leg> legs) {
    static final int MAX_LEGS = 100;

    PostTransaction {
        legs = List.copyOf(legs);
    }
}
