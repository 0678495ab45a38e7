package online.nexuscos.gateway.streams;

import java.time.Instant;
import java.util.Optional;
import online.nexuscos.platform.sql.Event;

/**
 * Something is wrong with a stream that its publisher had better change.
 *
 * @param organisation whose stream it is; empty where it stands in the configuration
 * @param warning in words
 */
public record StreamWarned(String name, Instant at, Optional<String> organisation, String warning)
        implements Event {
    @Override
    public String key() {
        return name;
    }
}
