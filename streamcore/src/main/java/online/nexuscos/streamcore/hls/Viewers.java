package online.nexuscos.streamcore.hls;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who watches: a viewer of HLS holds no connection, so it is whoever asked for a media playlist
 * lately. Two viewers with one address and one player count as one.
 */
final class Viewers {
    /** How long after its last request a viewer counts. */
    static final long STAY_NS = TimeUnit.SECONDS.toNanos(12);

    private static final int MAX_AGENT_LENGTH = 256;

    /** Where so many are known, a sweep for those who left is made this often at most. */
    private static final long SWEEP_NS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private final int limit;
    private final ConcurrentHashMap<Viewer, Visit> lastSeen = new ConcurrentHashMap<>();
    private final AtomicLong lastSweep;

    Viewers(LongSupplier nanoTime, int limit) {
        this.nanoTime = nanoTime;
        this.limit = limit;
        lastSweep = new AtomicLong(nanoTime.getAsLong());
    }

    /**
     * A viewer's stay, in nanoseconds of one clock.
     *
     * @param joined when it was first seen
     */
    private record Visit(long joined, AtomicLong last) {}

    /** A viewer was not counted, since the limit's worth of others are there. */
    static final long NO_ROOM = Long.MIN_VALUE;

    /**
     * Counts a viewer; not if the limit's worth of others are there.
     *
     * @param most viewers; the lesser of this and the limit counts
     * @return when it joined, or {@link #NO_ROOM}
     */
    long seen(@Nullable String address, @Nullable String agent, int most) {
        Viewer viewer = new Viewer(address == null ? "" : address, shorten(agent));
        long now = nanoTime.getAsLong();
        Visit known = lastSeen.get(viewer);
        if (known != null) {
            known.last().setPlain(now);
            return known.joined();
        }
        int bound = Math.min(limit, most);
        if (lastSeen.size() >= bound) {
            long swept = lastSweep.get();
            if (now - swept < SWEEP_NS || !lastSweep.compareAndSet(swept, now)) {
                return NO_ROOM;
            }
            if (count() >= bound) {
                return NO_ROOM;
            }
        }
        lastSeen.put(viewer, new Visit(now, new AtomicLong(now)));
        return now;
    }

    private static String shorten(@Nullable String agent) {
        if (agent == null) {
            return "";
        }
        return agent.length() <= MAX_AGENT_LENGTH ? agent : agent.substring(0, MAX_AGENT_LENGTH);
    }

    int count() {
        long now = nanoTime.getAsLong();
        lastSeen.values().removeIf(seen -> now - seen.last().get() > STAY_NS);
        return lastSeen.size();
    }

    private record Viewer(String address, String agent) {}
}
