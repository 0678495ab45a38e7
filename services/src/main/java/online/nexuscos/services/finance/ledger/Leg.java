package online.nexuscos.services.finance.ledger;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.UUID;

/**
 * A part of a transaction.
 *
 * @param amount minor units, not 0; positive into the account, negative out of it
 */
record Leg(UUID account, @Min(-Money.MAX) @Max(Money.MAX) long amount) {}
