package online.nexuscos.gateway.streams;

import java.time.Instant;
import java.util.Optional;
import online.nexuscos.platform.sql.Event;

/**
 * Somebody wanted to publish and may not.
 *
 * @param name the stream; empty where none that there is was named
 * @param organisation whose stream it is; empty where it is nobody's
 * @param reason in words
 */
public record PublishRefused(
        String name,
        Instant at,
        Optional<String> organisation,
        String protocol,
        String address,
        String reason)
        implements Event {
    @Override
    public String key() {
        return name;
    }
}
