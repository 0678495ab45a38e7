package online.nexuscos.platform.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/**
 * Who may sign in, and for how long.
 *
 * @param enabled whether there are accounts at all; without them no database is needed
 * @param administrator email address of the account that the first start makes
 * @param address the program's public address, which signs access tokens
 * @param sessionIdle after which a session ends that nobody uses
 * @param sessionLife after which a session ends in any case
 * @param keyLife how long a key signs access tokens
 */
public record AccountsConfig(
        boolean enabled,
        String administrator,
        String address,
        Duration sessionIdle,
        Duration sessionLife,
        Duration keyLife) {
    private static final int MAX_EMAIL = 254;
    private static final int MAX_ADDRESS = 300;
    private static final int HOURS = 365 * 24;
    private static final int DAYS = 365;

    static AccountsConfig read(ConfigSection section) throws ConfigException {
        AccountsConfig config =
                new AccountsConfig(
                        section.bool("enabled", true),
                        section.text("administrator", "admin@localhost", 3, MAX_EMAIL),
                        section.text("address", "http://localhost:8080", 1, MAX_ADDRESS),
                        Duration.ofHours(section.integer("sessionIdleHours", 72, 1, HOURS)),
                        Duration.ofDays(section.integer("sessionDays", 30, 1, DAYS)),
                        Duration.ofDays(section.integer("keyDays", 30, 1, DAYS)));
        if (!config.administrator.matches("[^@\\s]{1,64}@[^@\\s]{1,190}")) {
            throw new ConfigException(
                    "accounts.administrator: "
                            + config.administrator
                            + " (expected: an email address)");
        }
        if (!isAddress(config.address)) {
            throw new ConfigException(
                    "accounts.address: "
                            + config.address
                            + " (expected: an address like https://example.org)");
        }
        return config;
    }

    private static boolean isAddress(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
