package online.nexuscos.streamcore.hls;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What goes out to all viewers, and the bound on it. Where there is too much, nobody new is let in;
 * where that is not enough, those who came last go first, twice as far back with each second: who
 * was there before keeps watching, and no stream is touched. Any thread.
 */
public final class Outgoing {
    static final long SAMPLE_NS = TimeUnit.SECONDS.toNanos(1);

    /** Below this part of the bound everybody is let in again. */
    private static final double CALM = 0.9;

    private static final int BITS = 8;

    private final LongSupplier nanoTime;
    private final LongAdder bytes = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final AtomicLong sampledAt;
    private long sampledBytes;
    private long shedNs;
    private volatile long bitsPerSecond;
    private volatile Rule rule = Rule.EVERYBODY;

    /**
     * @param lastJoinNs who joined later is not served
     */
    private record Rule(boolean bounded, long lastJoinNs) {
        static final Rule EVERYBODY = new Rule(false, 0);
    }

    public Outgoing() {
        this(System::nanoTime);
    }

    Outgoing(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        sampledAt = new AtomicLong(nanoTime.getAsLong());
    }

    /** From now on so much may go out; 0 for any rate. */
    public void setLimit(long limitBitsPerSecond) {
        bitsPerSecond = limitBitsPerSecond;
    }

    /** Requests that were refused since there was too much. */
    public long refused() {
        return refused.sum();
    }

    /** So many bytes have gone out to a viewer. */
    public void count(long sent) {
        bytes.add(sent);
    }

    /** Whether a viewer who joined at that time is served now. */
    public boolean admits(long joinedNs) {
        long now = nanoTime.getAsLong();
        long before = sampledAt.get();
        if (now - before >= SAMPLE_NS && sampledAt.compareAndSet(before, now)) {
            sample(now, now - before);
        }
        Rule known = rule;
        if (known.bounded() && joinedNs - known.lastJoinNs() > 0) {
            refused.increment();
            return false;
        }
        return true;
    }

    private synchronized void sample(long now, long elapsedNs) {
        long sum = bytes.sum();
        double rate = (sum - sampledBytes) * (double) BITS * SAMPLE_NS / elapsedNs;
        sampledBytes = sum;
        long limit = bitsPerSecond;
        if (limit == 0 || rate < limit * CALM) {
            rule = Rule.EVERYBODY;
            shedNs = 0;
        } else if (rate > limit) {
            Rule known = rule;
            shedNs = known.bounded() ? Math.max(SAMPLE_NS, 2 * shedNs) : 0;
            rule = new Rule(true, (known.bounded() ? known.lastJoinNs() : now) - shedNs);
        }
    }
}
