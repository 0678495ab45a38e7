package online.nexuscos.gateway.streams;

import java.time.Instant;
import java.util.Optional;
import online.nexuscos.platform.sql.Event;

/**
 * A stream is over; its publisher did not come back.
 *
 * @param organisation whose stream it is; empty where it stands in the configuration
 */
public record StreamEnded(String name, Instant at, Optional<String> organisation) implements Event {
    @Override
    public String key() {
        return name;
    }
}
