package online.nexuscos.services.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Remembers for half a second what the database said, so that a busy page costs it two questions a
 * second, and what is revoked anywhere is refused everywhere within a second. Only what was found is
 * remembered; the longest unused goes first.
 */
final class Briefly<K, V> {
    /** With the question itself, well within the second that is promised. */
    static final Duration LIFE = Duration.ofMillis(500);

    private static final int MAX_ENTRIES = 20_000;

    private record Entry<V>(V value, Instant until) {}

    private final InstantSource clock;
    private final Map<K, Entry<V>> entries = new LinkedHashMap<>(64, 0.75f, true);
    private long forgotten;

    Briefly(InstantSource clock) {
        this.clock = clock;
    }

    /** What is remembered, or else what the source says. */
    Optional<V> get(K key, Supplier<Optional<V>> source) {
        Instant asked = clock.instant();
        long before;
        synchronized (entries) {
            Entry<V> entry = entries.get(key);
            if (entry != null && asked.isBefore(entry.until)) {
                return Optional.of(entry.value);
            }
            before = forgotten;
        }
        Optional<V> found = source.get();
        synchronized (entries) {
            // An answer from before something was revoked must not come back after it.
            if (found.isPresent() && before == forgotten) {
                entries.put(key, new Entry<>(found.get(), asked.plus(LIFE)));
                if (entries.size() > MAX_ENTRIES) {
                    entries.remove(entries.keySet().iterator().next());
                }
            } else {
                entries.remove(key);
            }
        }
        return found;
    }

    /** Something was revoked: asks anew for everything. */
    void forget() {
        synchronized (entries) {
            forgotten++;
            entries.clear();
        }
    }
}
