package online.nexuscos.services.finance.ledger;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Optional;

/**
 * Asks for an account.
 *
 * @param name levels between colons, {@code creators:ada:wallet}; no two accounts have the same
 * @param currency ISO 4217, {@code EUR}
 * @param minimum minor units that must always be available, at most 0; negative for an overdraft
 * @param maximum minor units that it may hold, at least 0
 */
record OpenAccount(
        @Size(max = Texts.MAX_NAME) @Pattern(regexp = Texts.ACCOUNT_NAME) String name,
        @Pattern(regexp = Texts.CURRENCY) String currency,
        Optional<Long> minimum,
        Optional<Long> maximum) {}
