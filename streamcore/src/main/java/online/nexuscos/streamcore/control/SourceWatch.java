package online.nexuscos.streamcore.control;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import online.nexuscos.platform.sql.SqlException;
import online.nexuscos.streamcore.control.IngestTable.Fetched;
import online.nexuscos.streamcore.pull.PullSettings;
import online.nexuscos.streamcore.pull.Pulls;
import online.nexuscos.streamcore.pull.SourceRequest.Reach;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches the sources that owners name, from whichever node that was said, within seconds. */
final class SourceWatch {
    private static final Logger LOG = LoggerFactory.getLogger(SourceWatch.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final IngestTable table;
    private final String node;
    private final Pulls pulls;
    private final Reach reach;
    private final Predicate<String> configured;
    private final Consumer<Channel> acquaint;
    private final Set<String> fetched = new HashSet<>();

    /**
     * @param node this one's name among those that share the database
     * @param reach where those sources may lie
     * @param configured channels of the configuration, which win over those of the database
     * @param acquaint learns who may watch, before there is anything to see
     */
    SourceWatch(
            IngestTable table,
            String node,
            Pulls pulls,
            Reach reach,
            Predicate<String> configured,
            Consumer<Channel> acquaint) {
        this.table = table;
        this.node = node;
        this.pulls = pulls;
        this.reach = reach;
        this.configured = configured;
        this.acquaint = acquaint;
    }

    /** Looks until the thread is interrupted. */
    void run() {
        try {
            while (true) {
                look();
                Thread.sleep(BETWEEN_LOOKS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void look() {
        Set<String> now = new HashSet<>();
        try {
            for (Fetched each : table.claim(node)) {
                String name = each.channel().name();
                if (each.ingest().source().isEmpty() || configured.test(name)) {
                    continue;
                }
                now.add(name);
                acquaint.accept(each.channel());
                pulls.put(
                        name,
                        new PullSettings(
                                each.ingest().source().get(), each.ingest().when(), reach));
            }
        } catch (SqlException | IllegalStateException e) {
            // A database that is away ends nobody's show.
            LOG.warn("sources cannot be read: {}", e.getMessage());
            return;
        }
        fetched.stream()
                .filter(name -> !now.contains(name) && !configured.test(name))
                .forEach(pulls::remove);
        fetched.clear();
        fetched.addAll(now);
    }
}
