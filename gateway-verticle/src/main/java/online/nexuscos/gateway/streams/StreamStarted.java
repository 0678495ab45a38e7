package online.nexuscos.gateway.streams;

import java.time.Instant;
import java.util.Optional;
import online.nexuscos.platform.sql.Event;

/**
 * Somebody began to publish a stream.
 *
 * @param organisation whose stream it is; empty where it stands in the configuration
 */
public record StreamStarted(String name, Instant at, Optional<String> organisation)
        implements Event {
    @Override
    public String key() {
        return name;
    }
}
