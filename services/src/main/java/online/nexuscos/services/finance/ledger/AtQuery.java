package online.nexuscos.services.finance.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * Asks how something stood.
 *
 * @param at the moment; now where absent
 */
record AtQuery(Optional<Instant> at) {}
