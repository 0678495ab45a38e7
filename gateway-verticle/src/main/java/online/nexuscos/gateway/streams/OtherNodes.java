package online.nexuscos.gateway.streams;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is on at other nodes, for as long as they tell of it. Safe on any thread. */
final class OtherNodes {
    static final Duration FRESH = Duration.ofSeconds(5);
    static final int MAX_NODES = 256;

    private final String node;
    private final InstantSource clock;
    private final Map<String, Told> told = new HashMap<>();

    private record Told(Instant at, List<Stream> streams) {}

    /**
     * @param node this one, whose own word is not news
     */
    OtherNodes(String node, InstantSource clock) {
        this.node = node;
        this.clock = clock;
    }

    String node() {
        return node;
    }

    synchronized void heard(StreamsTold news) {
        Instant now = clock.instant();
        told.values().removeIf(each -> each.at().plus(FRESH).isBefore(now));
        if (!news.node().equals(node) && told.size() < MAX_NODES) {
            told.put(news.node(), new Told(now, news.streams()));
        }
    }

    /** By name. */
    synchronized List<Stream> streams() {
        Instant now = clock.instant();
        return told.values().stream()
                .filter(each -> !each.at().plus(FRESH).isBefore(now))
                .flatMap(each -> each.streams().stream())
                .sorted(Comparator.comparing(Stream::name))
                .toList();
    }

    Optional<Stream> find(String name) {
        return streams().stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
