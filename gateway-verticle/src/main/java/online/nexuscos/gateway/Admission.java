package online.nexuscos.gateway;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import online.nexuscos.platform.config.ChannelConfig;
import online.nexuscos.streamcore.hub.StreamKeys;

/** Lets in whoever has a channel's key, and this machine under free names where ingest is open. */
final class Admission implements StreamKeys {
    private final Map<String, String> streams = new HashMap<>();
    private final boolean open;

    /**
     * @param keys by channel
     * @param open a publisher on this machine may use any name that is not a channel's as its key
     */
    Admission(Map<String, String> keys, boolean open) {
        keys.forEach((channel, key) -> streams.put(key, channel));
        this.open = open;
    }

    @Override
    public Optional<String> streamOf(String key, boolean loopback) {
        String stream = streams.get(key);
        if (stream != null) {
            return Optional.of(stream);
        }
        boolean free = ChannelConfig.NAME.matcher(key).matches() && !streams.containsValue(key);
        return open && loopback && free ? Optional.of(key) : Optional.empty();
    }
}
