package online.nexuscos.platform.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Calls to addresses that users named: targets of their channels, and webhooks.
 *
 * @param privateTargets whether those may be on this machine and in private networks
 * @param authorities a PEM file of authorities to verify their certificates by, beside Java's own
 */
public record OutboundConfig(boolean privateTargets, Optional<Path> authorities) {
    private static final int MAX_PATH = 4096;

    static OutboundConfig read(ConfigSection section) throws ConfigException {
        String file = section.text("authorities", "", 0, MAX_PATH);
        return new OutboundConfig(
                section.bool("privateTargets", false),
                file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file)));
    }
}
