package online.nexuscos.platform.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a channel's media is fetched.
 *
 * @param url may hold a password, so that nothing shows it; empty where nothing is fetched
 */
public record SourceConfig(Optional<String> url, When when) {
    /** A channel that somebody publishes. */
    public static final SourceConfig NONE = new SourceConfig(Optional.empty(), When.ALWAYS);

    private static final Pattern URL =
            Pattern.compile("(rtmps?|srt|https?|rtsps?)://[!-~]{1,2000}");

    /** When it is fetched. */
    public enum When {
        ALWAYS,
        /** While somebody watches. */
        WATCHED
    }

    static SourceConfig read(ConfigSection section) throws ConfigException {
        return new SourceConfig(section.secret("url", URL), section.choice("when", When.ALWAYS));
    }

    /** Without the address. */
    @Override
    public String toString() {
        return "SourceConfig[when=" + when + "]";
    }
}
