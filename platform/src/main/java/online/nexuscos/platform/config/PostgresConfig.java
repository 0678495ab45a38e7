package online.nexuscos.platform.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The record of truth.
 *
 * @param url of a server that somebody else runs; empty for our own
 * @param connections how many at most, 1 to 200
 */
public record PostgresConfig(Optional<String> url, int connections) {
    private static final Pattern URL = Pattern.compile("postgres(ql)?://\\S{1,2000}");
    private static final int MAX_CONNECTIONS = 200;

    static PostgresConfig read(ConfigSection section) throws ConfigException {
        return new PostgresConfig(
                section.secret("url", URL), section.integer("connections", 16, 1, MAX_CONNECTIONS));
    }

    /** Without the URL, which holds a password. */
    @Override
    public String toString() {
        return "PostgresConfig[connections=" + connections + "]";
    }
}
