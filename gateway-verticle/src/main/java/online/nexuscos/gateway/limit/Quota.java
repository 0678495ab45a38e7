package online.nexuscos.gateway.limit;

/**
 * So many requests in a minute, evenly refilled, and some of them at once.
 *
 * @param name as the RateLimit headers say it
 * @param perMinute at least 1
 * @param burst how many may come at once, at least 1
 */
public record Quota(String name, int perMinute, int burst) {
    private static final int MIN_BURST = 5;
    private static final int BURST_PART = 10;

    public Quota {
        if (perMinute < 1 || burst < 1) {
            throw new IllegalArgumentException(
                    perMinute + " a minute, " + burst + " at once (expected: >= 1)");
        }
    }

    /** A tenth of a minute's requests may come at once, yet no fewer than 5. */
    public static Quota perMinute(String name, int perMinute) {
        int burst = Math.min(perMinute, Math.max(MIN_BURST, perMinute / BURST_PART));
        return new Quota(name, perMinute, burst);
    }
}
