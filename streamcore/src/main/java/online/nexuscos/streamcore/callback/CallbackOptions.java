package online.nexuscos.streamcore.callback;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Whom to ask, and how long to wait.
 *
 * @param addresses http or https; what has none is not asked
 * @param timeout for an answer, from the question on, connection included
 * @param updateInterval between two questions whether a client may go on
 */
public record CallbackOptions(
        Map<CallbackKind, URI> addresses,
        Method method,
        Duration timeout,
        Duration updateInterval,
        Silence silence) {
    /** How the fields travel. */
    public enum Method {
        POST,
        GET
    }

    /** What it means when nobody answers whether a client may go on. */
    public enum Silence {
        ALLOWS,
        REFUSES
    }

    public CallbackOptions {
        addresses = Map.copyOf(addresses);
        if (timeout.toMillis() < 1 || updateInterval.toMillis() < 1) {
            throw new IllegalArgumentException(
                    timeout + ", " + updateInterval + " (expected: >= 1 ms)");
        }
    }

    /** Where to ask. */
    Optional<URI> address(CallbackKind kind) {
        return Optional.ofNullable(addresses.get(kind));
    }
}
