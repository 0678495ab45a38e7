package online.nexuscos.gateway;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import online.nexuscos.platform.config.ChannelConfig;
import online.nexuscos.streamcore.hub.StreamKeys;

/**
 * Lets in whoever has a channel's key, and this machine under free names where ingest is open. The
 * channels of the configuration come first, and need nobody else to be asked.
 */
final class Admission implements StreamKeys {
    private final StreamKeys others;
    private volatile Terms terms;

    private record Terms(Map<String, String> streams, boolean open) {}

    /**
     * Knows the channels of the configuration.
     *
     * @param keys by channel
     * @param open a publisher on this machine may use any name that is not a channel's as its key
     * @param others knows the keys of channels that stand elsewhere; a channel of the configuration
     *     wins over one of those that has its name
     */
    Admission(Map<String, String> keys, boolean open, StreamKeys others) {
        terms = new Terms(byKey(keys), open);
        this.others = others;
    }

    private static Map<String, String> byKey(Map<String, String> keys) {
        Map<String, String> streams = new HashMap<>();
        keys.forEach((channel, key) -> streams.put(key, channel));
        return Map.copyOf(streams);
    }

    /**
     * From now on these keys count, and no other of the configuration.
     *
     * @return the keys that are no longer good for what they were good for
     */
    synchronized Set<String> setKeys(Map<String, String> keys) {
        Map<String, String> before = terms.streams();
        Map<String, String> now = byKey(keys);
        terms = new Terms(now, terms.open());
        Set<String> revoked = new HashSet<>();
        before.forEach((key, stream) -> {
            if (!stream.equals(now.get(key))) {
                revoked.add(key);
            }
        });
        return revoked;
    }

    /** Whether programs on this machine may come without a key; who publishes already goes on. */
    synchronized void setOpen(boolean open) {
        terms = new Terms(terms.streams(), open);
    }

    @Override
    public Future<Optional<String>> streamOf(String key, boolean loopback) {
        Terms known = terms;
        Map<String, String> streams = known.streams();
        String stream = streams.get(key);
        if (stream != null) {
            return Future.succeededFuture(Optional.of(stream));
        }
        boolean free = ChannelConfig.NAME.matcher(key).matches() && !streams.containsValue(key);
        Optional<String> trial =
                known.open() && loopback && free ? Optional.of(key) : Optional.empty();
        return others.streamOf(key, loopback)
                .map(found -> found.filter(name -> !streams.containsValue(name)).or(() -> trial));
    }
}
