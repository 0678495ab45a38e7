package online.nexuscos.gateway.limit;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Buckets of this process. A bucket is one number, the time at which it is full again (GCRA: <a
 * href="https://www.itu.int/rec/T-REC-I.371">ITU-T I.371</a>); a full one needs no memory.
 */
public final class LocalBuckets implements Buckets {
    /** Some 10 MB. When all are in use, newcomers share one bucket for each quota. */
    static final int MAX_BUCKETS = 65_536;

    private static final long SWEEP_PAUSE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final String OVERFLOW = "*";

    private final InstantSource clock;
    private final int maxBuckets;
    private final Map<Key, Long> fullAtNs = new ConcurrentHashMap<>();
    private final AtomicLong sweptAtNs = new AtomicLong();
    private final LongAdder overflows = new LongAdder();

    private record Key(String quota, String holder) {}

    public LocalBuckets(InstantSource clock) {
        this(clock, MAX_BUCKETS);
    }

    LocalBuckets(InstantSource clock, int maxBuckets) {
        this.clock = clock;
        this.maxBuckets = maxBuckets;
    }

    @Override
    public Verdict take(Quota quota, String holder) {
        long nowNs = TimeUnit.MILLISECONDS.toNanos(clock.millis());
        Key key = new Key(quota.name(), holder);
        if (fullAtNs.size() >= maxBuckets && !fullAtNs.containsKey(key) && !makeRoom(nowNs)) {
            overflows.increment();
            key = new Key(quota.name(), OVERFLOW);
        }
        long perTokenNs = TimeUnit.MINUTES.toNanos(1) / quota.perMinute();
        long depthNs = perTokenNs * quota.burst();
        long[] waitNs = {0};
        long fullNs =
                fullAtNs.merge(
                        key,
                        nowNs + perTokenNs,
                        (before, _) -> {
                            long after = Math.max(before, nowNs) + perTokenNs;
                            waitNs[0] = Math.max(0, after - nowNs - depthNs);
                            return waitNs[0] > 0 ? before : after;
                        });
        long leftNs = Math.max(0, fullNs - nowNs);
        return new Verdict(
                quota,
                Math.max(0, (depthNs - leftNs) / perTokenNs),
                millis(leftNs),
                millis(waitNs[0]));
    }

    /** Forgets the buckets that are full again; not for each of a flood of newcomers. */
    private boolean makeRoom(long nowNs) {
        long before = sweptAtNs.get();
        if (nowNs - before < SWEEP_PAUSE_NS || !sweptAtNs.compareAndSet(before, nowNs)) {
            return false;
        }
        fullAtNs.values().removeIf(fullAt -> fullAt <= nowNs);
        return fullAtNs.size() < maxBuckets;
    }

    /** How often there was no bucket left for a newcomer. */
    public long overflows() {
        return overflows.sum();
    }

    private static long millis(long ns) {
        return (ns + 999_999) / 1_000_000;
    }
}
