package online.nexuscos.gateway;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import online.nexuscos.platform.config.ChannelConfig;
import online.nexuscos.streamcore.hub.StreamKeys;

/** Lets in whoever has a channel's key, and everybody where ingest is open. */
final class Admission implements StreamKeys {
    private final Map<String, String> streams = new HashMap<>();
    private final boolean open;

    /**
     * @param keys by channel
     * @param open a name that may be a channel's opens the stream of that name
     */
    Admission(Map<String, String> keys, boolean open) {
        keys.forEach((channel, key) -> streams.put(key, channel));
        this.open = open;
    }

    @Override
    public Optional<String> streamOf(String key, boolean loopback) {
        String stream = streams.get(key);
        if (stream == null && open && ChannelConfig.NAME.matcher(key).matches()) {
            return Optional.of(key);
        }
        return Optional.ofNullable(stream);
    }
}
