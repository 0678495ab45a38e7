package online.nexuscos.services.finance.ledger;

import java.time.Instant;
import java.util.UUID;

/**
 * What was posted to an account up to a moment, that moment included.
 *
 * @param balance minor units
 */
record Balance(UUID account, String currency, Instant at, long balance) {}
