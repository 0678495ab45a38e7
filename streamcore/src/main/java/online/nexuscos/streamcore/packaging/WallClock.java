package online.nexuscos.streamcore.packaging;

/**
 * Tells when a moment of the time line was taken, by this server's clock. Packets arrive late,
 * never early: the least delay seen is the best witness. The publisher's clock may run faster or
 * slower than ours, so the offset follows, slowly enough for players not to notice.
 */
final class WallClock {
    private static final int MAX_SLEW_MS = 5;

    /**
     * A publisher that starts late sends what has gathered in a burst: believe the best at once.
     */
    private static final int SEGMENTS_TO_SETTLE = 3;

    private double earliestMs = Double.NEGATIVE_INFINITY;
    private double offsetMs = Double.NaN;
    private double leastMs = Double.POSITIVE_INFINITY;
    private int segments;

    /**
     * A new epoch: what was known of the publisher's clock no longer holds. Dates do not go back,
     * though: what a publisher sends in a burst at its start was taken while another was shown.
     */
    void reset() {
        if (!Double.isNaN(offsetMs)) {
            earliestMs = offsetMs;
        }
        offsetMs = Double.NaN;
        leastMs = Double.POSITIVE_INFINITY;
        segments = 0;
    }

    /** A packet of this time has arrived at this time. */
    void arrived(double seconds, long wallClockMs) {
        double offset = wallClockMs - seconds * 1000;
        if (Double.isNaN(offsetMs) || (segments == 0 && offset < offsetMs)) {
            offsetMs = Math.max(earliestMs, offset);
        }
        leastMs = Math.min(leastMs, offset);
    }

    /** A segment has ended: draw the conclusion from its packets. */
    void adjust() {
        if (Double.isInfinite(leastMs)) {
            return;
        }
        segments++;
        if (segments <= SEGMENTS_TO_SETTLE) {
            offsetMs = Math.max(earliestMs, Math.min(offsetMs, leastMs));
        } else {
            offsetMs += Math.clamp(leastMs - offsetMs, -MAX_SLEW_MS, MAX_SLEW_MS);
        }
        leastMs = Double.POSITIVE_INFINITY;
    }

    /** Milliseconds since 1970. */
    long at(double seconds) {
        return Math.round(offsetMs + seconds * 1000);
    }
}
