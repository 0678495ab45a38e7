package online.nexuscos.services.security;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How accounts are kept.
 *
 * @param folder for the key file and for letters that no server takes
 * @param issuer who signs access tokens: the program's public address
 * @param administrator address of the account that the first start makes
 * @param sessionIdle after which a session ends that nobody uses
 * @param sessionLife after which a session ends in any case
 * @param keyLife how long a key signs
 * @param hashes passwords checked at once
 */
public record AccountsOptions(
        Path folder,
        String issuer,
        String administrator,
        Duration sessionIdle,
        Duration sessionLife,
        Duration keyLife,
        int hashes) {
    public AccountsOptions {
        if (!Email.isValid(administrator)) {
            throw new IllegalArgumentException(
                    "administrator: " + administrator + " (expected: an email address)");
        }
    }
}
