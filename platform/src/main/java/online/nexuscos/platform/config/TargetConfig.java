package online.nexuscos.platform.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A server that a channel goes to, too.
 *
 * @param address rtmp, rtmps or srt; may hold the key, and so is a secret
 * @param key the stream key there; empty where it stands in the address
 */
public record TargetConfig(boolean enabled, Optional<String> address, Optional<String> key) {
    /** What a target may be called. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** How many a channel may have. */
    public static final int MAX_TARGETS = 20;

    private static final Pattern ADDRESS = Pattern.compile("(rtmps?|srt)://[\\x21-\\x7e]{1,2000}");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,1000}");

    static TargetConfig read(ConfigSection section) throws ConfigException {
        return new TargetConfig(
                section.bool("enabled", true),
                section.secret("url", ADDRESS),
                section.secret("key", KEY));
    }

    /** Without its secrets, so that no log shows them. */
    @Override
    public String toString() {
        return "TargetConfig[enabled=" + enabled + "]";
    }
}
