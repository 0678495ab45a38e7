package online.nexuscos.streamcore.srt;

/** How long a packet takes there and back (draft-sharabayko-srt-01, 4.10). Microseconds. */
final class RoundTrip {
    private static final int FIRST_US = 100_000;
    private static final int LEAST_NAK_US = 20_000;
    private static final int KEPT = 64;
    private static final int TRIES = 4;

    private final long[] sentUs = new long[KEPT];
    private final int[] numbers = new int[KEPT];
    private int smoothedUs = FIRST_US;
    private int variationUs = FIRST_US / 2;

    /** An acknowledgement goes out. */
    void sent(int number, long nowUs) {
        numbers[number % KEPT] = number;
        sentUs[number % KEPT] = nowUs;
    }

    /** Its own acknowledgement has come. */
    void answered(int number, long nowUs) {
        int at = Math.floorMod(number, KEPT);
        if (number <= 0 || numbers[at] != number) {
            return;
        }
        numbers[at] = 0;
        int sample = (int) Math.min(nowUs - sentUs[at], 10_000_000);
        variationUs = (3 * variationUs + Math.abs(smoothedUs - sample)) / 4;
        smoothedUs = (7 * smoothedUs + sample) / 8;
    }

    int smoothedUs() {
        return smoothedUs;
    }

    int variationUs() {
        return variationUs;
    }

    /**
     * After so long without an answer, something is asked for again: four times within the latency
     * at least where the line is fast enough, since a pause of either program would count as the
     * line's for a while.
     */
    long patienceUs(long latencyUs) {
        long most = Math.max(smoothedUs + smoothedUs / 4, latencyUs / TRIES);
        return Math.max(LEAST_NAK_US, Math.min(smoothedUs + 4L * variationUs, most));
    }
}
