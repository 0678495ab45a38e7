package online.nexuscos.services.finance.ledger;

import jakarta.validation.constraints.Min;
import java.util.Optional;

/**
 * Asks for a piece of an exported journal.
 *
 * @param after {@code next} of the piece before; the first piece where absent
 */
record ExportQuery(Optional<@Min(0) Long> after) {}
