package online.nexuscos.streamcore.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import online.nexuscos.platform.sql.SqlException;
import online.nexuscos.streamcore.restream.Restreams;
import online.nexuscos.streamcore.restream.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells live streams where their owners want them to go, from whichever node that was said, within
 * a second. It asks the database for nothing while none of those channels is live.
 */
final class TargetWatch {
    private static final Logger LOG = LoggerFactory.getLogger(TargetWatch.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final TargetTable table;
    private final Restreams restreams;
    private final Supplier<Set<String>> live;
    private final Set<String> told = new HashSet<>();

    /**
     * @param live names of the channels that stand in the database and are live here
     */
    TargetWatch(TargetTable table, Restreams restreams, Supplier<Set<String>> live) {
        this.table = table;
        this.restreams = restreams;
        this.live = live;
    }

    /** Looks until the thread is interrupted. */
    void run() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_LOOKS);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void look() {
        Set<String> names = live.get();
        // What was told about a stream that has ended is of no use, and would add up.
        for (String gone : List.copyOf(told)) {
            if (!names.contains(gone)) {
                told.remove(gone);
                restreams.set(gone, List.of());
            }
        }
        if (names.isEmpty()) {
            return;
        }
        Map<String, List<Target>> targets = new LinkedHashMap<>();
        names.forEach(name -> targets.put(name, new ArrayList<>()));
        try {
            for (StoredTarget target : table.ofLive(names)) {
                targets.computeIfPresent(
                        target.channel(),
                        (_, list) -> {
                            list.add(target.target());
                            return list;
                        });
            }
        } catch (SqlException | IllegalStateException e) {
            // A database that is away ends nobody's show, here or elsewhere.
            LOG.warn("targets cannot be read: {}", e.getMessage());
            return;
        }
        targets.forEach(restreams::set);
        told.addAll(names);
    }
}
