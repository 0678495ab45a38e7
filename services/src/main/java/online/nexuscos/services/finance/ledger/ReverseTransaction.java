package online.nexuscos.services.finance.ledger;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Optional;

/**
 * Asks to undo a transaction by its opposite.
 *
 * @param description why; a plain one where absent
 */
record ReverseTransaction(
        Optional<@Size(max = Texts.MAX_DESCRIPTION) @Pattern(regexp = Texts.ONE_LINE) String>
                description) {}
