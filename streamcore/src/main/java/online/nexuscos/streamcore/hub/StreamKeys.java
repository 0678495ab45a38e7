package online.nexuscos.streamcore.hub;

import io.vertx.core.Future;
import java.util.Optional;

/** Who may publish what. */
public interface StreamKeys {
    /**
     * The stream that a key opens. Does not wait; the answer may come later, on any thread.
     *
     * @param key as the publisher gave it
     * @param loopback the publisher is on this machine
     * @return empty when it opens none
     */
    Future<Optional<String>> streamOf(String key, boolean loopback);
}
