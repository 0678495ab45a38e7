package online.nexuscos.gateway.streams;

import java.time.Instant;
import online.nexuscos.platform.sql.Event;

/** Somebody began to publish a stream. */
public record StreamStarted(String name, Instant at) implements Event {
    @Override
    public String key() {
        return name;
    }
}
