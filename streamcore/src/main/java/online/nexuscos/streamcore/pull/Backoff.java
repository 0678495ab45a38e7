package online.nexuscos.streamcore.pull;

import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next try: twice as long each time, up to a bound, and a little more
 * or less, so that many who lost the same source do not come back at the same moment.
 */
public final class Backoff {
    private static final double SPREAD = 0.25;

    private final long firstMs;
    private final long longestMs;
    private final DoubleSupplier random;
    private int failures;

    /**
     * @param random 0 to 1
     */
    public Backoff(long firstMs, long longestMs, DoubleSupplier random) {
        this.firstMs = firstMs;
        this.longestMs = longestMs;
        this.random = random;
    }

    /** Milliseconds to wait after one more failure. */
    public long failed() {
        long whole = Math.min(longestMs, firstMs << Math.min(failures, 20));
        failures++;
        return Math.round(whole * (1 - SPREAD + 2 * SPREAD * random.getAsDouble()));
    }

    /** Failures since the last {@link #succeeded}. */
    public int failures() {
        return failures;
    }

    public void succeeded() {
        failures = 0;
    }
}
