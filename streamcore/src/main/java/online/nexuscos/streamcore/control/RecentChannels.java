package online.nexuscos.streamcore.control;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import online.nexuscos.platform.sql.Statements;

/**
 * Channels by name as the database had them within the last second, and names that it had not: many
 * pages may wait for one stream, and cost the database one question a second. The longest unused
 * goes first.
 */
final class RecentChannels {
    static final Duration LIFE = Duration.ofSeconds(1);
    private static final int MAX_NAMES = 4096;

    private record Entry(Optional<Channel> channel, Instant until) {}

    private final ChannelTable table;
    private final InstantSource clock;
    private final Map<String, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);

    RecentChannels(Statements database, InstantSource clock) {
        table = new ChannelTable(database);
        this.clock = clock;
    }

    /** May wait for the database. */
    Optional<Channel> find(String name) {
        Instant asked = clock.instant();
        synchronized (entries) {
            Entry entry = entries.get(name);
            if (entry != null && asked.isBefore(entry.until)) {
                return entry.channel;
            }
        }
        Optional<Channel> found = table.watched(name);
        synchronized (entries) {
            entries.put(name, new Entry(found, asked.plus(LIFE)));
            if (entries.size() > MAX_NAMES) {
                entries.remove(entries.keySet().iterator().next());
            }
        }
        return found;
    }
}
