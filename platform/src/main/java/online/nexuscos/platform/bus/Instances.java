package online.nexuscos.platform.bus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Where each service can be reached now. Safe on any thread. */
final class Instances {
    private final ConcurrentMap<String, ConcurrentMap<String, Circuit>> byService =
            new ConcurrentHashMap<>();
    private static final ConcurrentMap<String, Circuit> NOWHERE = new ConcurrentHashMap<>();

    private final BusMetrics metrics;
    private final AtomicInteger turn = new AtomicInteger();

    Instances(BusMetrics metrics) {
        this.metrics = metrics;
    }

    void add(String service, String node) {
        byService
                .computeIfAbsent(service, unseen -> new ConcurrentSkipListMap<>())
                .put(node, new Circuit(service, node, metrics));
    }

    void remove(String service, String node) {
        Map<String, Circuit> nodes = byService.get(service);
        Circuit gone = nodes == null ? null : nodes.remove(node);
        if (gone != null) {
            gone.silent();
            metrics.circuit(service, false);
        }
    }

    /** How much an instance of another node has to do, as that node says. */
    void load(String service, String node, int inFlight) {
        Circuit circuit = byService.getOrDefault(service, NOWHERE).get(node);
        if (circuit != null) {
            circuit.load(inFlight);
        }
    }

    /** Nothing is sent to that node any more. */
    void silent(String node) {
        on(node, Circuit::silent);
    }

    /** That node is heard again. */
    void heard(String node) {
        on(node, Circuit::heard);
    }

    private void on(String node, Consumer<Circuit> change) {
        byService.values().forEach(nodes -> Optional.ofNullable(nodes.get(node)).ifPresent(change));
    }

    /** Whether there is an instance on that node. */
    boolean has(String service, String node) {
        Map<String, Circuit> nodes = byService.get(service);
        return nodes != null && nodes.containsKey(node);
    }

    /** The instance on that node, if it takes calls; the call counts as begun there. */
    Optional<Circuit> beginAt(String service, String node, Instant now) {
        Map<String, Circuit> nodes = byService.get(service);
        return Optional.ofNullable(nodes == null ? null : nodes.get(node))
                .filter(circuit -> circuit.begin(now));
    }

    /**
     * The least loaded instance that takes calls; the call counts as begun there.
     *
     * @param tried those not to be tried again
     */
    Optional<Circuit> begin(String service, Set<Circuit> tried, Instant now) {
        Map<String, Circuit> nodes = byService.get(service);
        if (nodes == null) {
            return Optional.empty();
        }
        if (nodes.size() == 1) {
            // The most frequent case takes no list.
            return nodes.values().stream()
                    .filter(only -> !tried.contains(only) && only.begin(now))
                    .findFirst();
        }
        List<Circuit> candidates = new ArrayList<>(nodes.values());
        candidates.removeAll(tried);
        // Of those with as little to do, another one each time.
        Collections.rotate(candidates, turn.getAndIncrement());
        candidates.sort(Comparator.comparingInt(Circuit::load));
        return candidates.stream().filter(candidate -> candidate.begin(now)).findFirst();
    }
}
