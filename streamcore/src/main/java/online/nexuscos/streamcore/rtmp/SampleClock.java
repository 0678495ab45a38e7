package online.nexuscos.streamcore.rtmp;

/**
 * Times frames of sound by counting their samples: in RTMP's milliseconds the distance of two
 * frames jitters, and a player would hear that. Where the publisher's clock has gone another way
 * its time stamps win.
 */
final class SampleClock {
    static final long MAX_DRIFT_MS = 50;

    private static final long UNKNOWN = Long.MIN_VALUE;
    private static final long NANOS = 1_000_000_000L;

    private final int sampleRate;
    private long expected = UNKNOWN;

    SampleClock(int sampleRate) {
        this.sampleRate = sampleRate;
    }

    /**
     * Times one frame.
     *
     * @param timeMs of the next frame, as the publisher sent it
     * @param nanos to be added to it
     * @param samples how long it is
     * @return its decoding time in samples
     */
    long next(long timeMs, int nanos, int samples) {
        long stamped = samples(timeMs) + nanos * (long) sampleRate / NANOS;
        boolean follows =
                expected != UNKNOWN && Math.abs(stamped - expected) <= samples(MAX_DRIFT_MS);
        long time = follows ? expected : stamped;
        expected = time + samples;
        return time;
    }

    private long samples(long ms) {
        return Math.floorDiv(ms, 1000L) * sampleRate + Math.floorMod(ms, 1000L) * sampleRate / 1000;
    }
}
