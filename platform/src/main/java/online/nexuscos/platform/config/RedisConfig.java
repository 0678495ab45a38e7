package online.nexuscos.platform.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What nodes share and may forget.
 *
 * @param url of a server that somebody else runs; empty for our own
 */
public record RedisConfig(Optional<String> url) {
    private static final Pattern URL = Pattern.compile("rediss?://\\S{1,2000}");

    static RedisConfig read(ConfigSection section) throws ConfigException {
        return new RedisConfig(section.secret("url", URL));
    }

    /** Without the URL, which holds a password. */
    @Override
    public String toString() {
        return "RedisConfig[]";
    }
}
