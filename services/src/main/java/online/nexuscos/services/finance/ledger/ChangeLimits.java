package online.nexuscos.services.finance.ledger;

import java.util.Optional;

/**
 * Both limits of an account; an absent one is lifted.
 *
 * @param minimum minor units that must always be available
 * @param maximum minor units that it may hold
 */
record ChangeLimits(Optional<Long> minimum, Optional<Long> maximum) {}
