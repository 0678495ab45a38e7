package online.nexuscos.gateway.streams;

import java.time.Instant;
import online.nexuscos.platform.sql.Event;

/** A stream is over; its publisher did not come back. */
public record StreamEnded(String name, Instant at) implements Event {
    @Override
    public String key() {
        return name;
    }
}
