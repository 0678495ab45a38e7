package online.nexuscos.streamcore.restream;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long each time, and never the same for two
 * that failed together (half of it is drawn by lot). Pure.
 *
 * @param firstMs at most before the second attempt
 * @param longestMs at most before any
 */
record Backoff(long firstMs, long longestMs) {
    static final Backoff USUAL = new Backoff(1000, 60_000);

    /** Doubling more often would leave 64 bits. */
    private static final int MAX_DOUBLINGS = 30;

    Backoff {
        if (firstMs < 2 || longestMs < firstMs) {
            throw new IllegalArgumentException(firstMs + " to " + longestMs + " ms");
        }
    }

    /**
     * @param failures in a row so far, 1 or more
     */
    long delayMs(int failures, RandomGenerator random) {
        long most = Math.min(longestMs, firstMs << Math.clamp(failures - 1, 0, MAX_DOUBLINGS));
        return random.nextLong(most / 2, most + 1);
    }
}
