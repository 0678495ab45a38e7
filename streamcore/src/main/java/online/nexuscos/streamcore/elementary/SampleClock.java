package online.nexuscos.streamcore.elementary;

/**
 * Times frames of sound by counting their samples: in the units of a container the distance of two
 * frames jitters. Where the container's clock has gone another way, its time stamps win.
 */
final class SampleClock {
    static final long MAX_DRIFT_TICKS = 90 * 50;

    /** No time: the first frame of all began before its time stamp. */
    static final long UNKNOWN = Long.MIN_VALUE;

    private static final long TICKS_PER_SECOND = 90_000;

    private final int sampleRate;
    private long expected = UNKNOWN;

    SampleClock(int sampleRate) {
        this.sampleRate = sampleRate;
    }

    /**
     * Times one frame.
     *
     * @param ticks of 90 kHz, as the container has it
     * @return its time in samples
     */
    long next(long ticks, int samples) {
        long stamped = samples(ticks);
        boolean follows =
                expected != UNKNOWN && Math.abs(stamped - expected) <= samples(MAX_DRIFT_TICKS);
        long time = follows ? expected : stamped;
        expected = time + samples;
        return time;
    }

    /** The next frame of the same container unit. */
    long following(int samples) {
        long time = expected;
        expected = time == UNKNOWN ? UNKNOWN : time + samples;
        return time;
    }

    private long samples(long ticks) {
        return Math.floorDiv(ticks, TICKS_PER_SECOND) * sampleRate
                + Math.floorMod(ticks, TICKS_PER_SECOND) * sampleRate / TICKS_PER_SECOND;
    }
}
