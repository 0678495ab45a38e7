package online.nexuscos.streamcore.mpegts;

/**
 * Extends the 33-bit times of a transport stream, which wrap after 26.5 hours. All tracks share one
 * clock; a step is taken the shorter way round.
 */
final class TsClock {
    private static final int BITS = 33;
    private static final long UNKNOWN = Long.MIN_VALUE;

    private long last = UNKNOWN;

    /**
     * Extends one time.
     *
     * @param time 0 to 2^33 - 1
     */
    long extend(long time) {
        if (last == UNKNOWN) {
            last = time;
        } else {
            int spare = Long.SIZE - BITS;
            last += ((time - last) << spare) >> spare;
        }
        return last;
    }
}
