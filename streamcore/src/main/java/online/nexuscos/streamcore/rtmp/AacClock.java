package online.nexuscos.streamcore.rtmp;

/**
 * Times AAC frames by counting their samples: in RTMP's milliseconds the distance of two frames
 * jitters, and a player would hear that. Where the publisher's clock has gone another way its time
 * stamps win.
 */
final class AacClock {
    static final long MAX_DRIFT_MS = 50;

    private static final long UNKNOWN = Long.MIN_VALUE;

    private final int sampleRate;
    private final int samplesPerFrame;
    private long expected = UNKNOWN;

    AacClock(int sampleRate, int samplesPerFrame) {
        this.sampleRate = sampleRate;
        this.samplesPerFrame = samplesPerFrame;
    }

    /**
     * Times one frame.
     *
     * @param timeMs of the next frame, as the publisher sent it
     * @return its decoding time in samples
     */
    long next(long timeMs) {
        long stamped = samples(timeMs);
        boolean follows =
                expected != UNKNOWN && Math.abs(stamped - expected) <= samples(MAX_DRIFT_MS);
        long time = follows ? expected : stamped;
        expected = time + samplesPerFrame;
        return time;
    }

    private long samples(long ms) {
        return Math.floorDiv(ms, 1000L) * sampleRate + Math.floorMod(ms, 1000L) * sampleRate / 1000;
    }
}
