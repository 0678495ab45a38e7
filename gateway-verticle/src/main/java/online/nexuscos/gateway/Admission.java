package online.nexuscos.gateway;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import online.nexuscos.platform.config.ChannelConfig;
import online.nexuscos.streamcore.hub.StreamKeys;

/**
 * Lets in whoever has a channel's key, and this machine under free names where ingest is open. The
 * channels of the configuration come first, and need nobody else to be asked.
 */
final class Admission implements StreamKeys {
    private final Map<String, String> streams = new HashMap<>();
    private final boolean open;
    private final StreamKeys others;

    /**
     * Knows the channels of the configuration.
     *
     * @param keys by channel
     * @param open a publisher on this machine may use any name that is not a channel's as its key
     * @param others knows the keys of channels that stand elsewhere; a channel of the configuration
     *     wins over one of those that has its name
     */
    Admission(Map<String, String> keys, boolean open, StreamKeys others) {
        keys.forEach((channel, key) -> streams.put(key, channel));
        this.open = open;
        this.others = others;
    }

    @Override
    public Future<Optional<String>> streamOf(String key, boolean loopback) {
        String stream = streams.get(key);
        if (stream != null) {
            return Future.succeededFuture(Optional.of(stream));
        }
        boolean free = ChannelConfig.NAME.matcher(key).matches() && !streams.containsValue(key);
        Optional<String> trial = open && loopback && free ? Optional.of(key) : Optional.empty();
        return others.streamOf(key, loopback)
                .map(found -> found.filter(name -> !streams.containsValue(name)).or(() -> trial));
    }
}
