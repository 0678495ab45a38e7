package online.nexuscos.platform.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where broadcasters publish over SRT.
 *
 * @param host address to listen at
 * @param port UDP port, 0 for any free one
 * @param latencyMs for which lost packets are waited for
 * @param passphrase by which all of them encrypt; empty where none does
 */
public record SrtConfig(String host, int port, int latencyMs, Optional<String> passphrase) {
    private static final Pattern PASSPHRASE = Pattern.compile("[ -~]{10,79}");

    static SrtConfig read(ConfigSection section) throws ConfigException {
        return new SrtConfig(
                section.text("host", "0.0.0.0", 1, NexusConfig.MAX_HOST),
                section.integer("port", 8890, 0, NexusConfig.MAX_PORT),
                section.integer("latencyMs", 120, 20, 10_000),
                section.secret("passphrase", PASSPHRASE));
    }

    /** Without the passphrase. */
    @Override
    public String toString() {
        return "SrtConfig[" + host + ":" + port + "]";
    }
}
