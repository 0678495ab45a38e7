package online.nexuscos.streamcore.hub;

import java.util.Optional;

/** Who may publish what. */
public interface StreamKeys {
    /**
     * The stream that a key opens.
     *
     * @param key as the publisher gave it
     * @param loopback the publisher is on this machine
     * @return empty when it opens none
     */
    Optional<String> streamOf(String key, boolean loopback);
}
