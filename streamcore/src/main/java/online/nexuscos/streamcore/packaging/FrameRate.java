package online.nexuscos.streamcore.packaging;

import java.util.List;

/** Finds a constant frame rate in time stamps that may be rounded to milliseconds. */
final class FrameRate {
    /** Deltas that are looked at; the first two are often odd and do not count. */
    static final int PROBE_FRAMES = 11;

    private static final int ODD_FRAMES = 2;
    private static final double ROUNDING_SECONDS = 0.0021;
    private static final double NEAR = 0.02;
    private static final double[] STANDARD = {
        24_000 / 1001.0,
        24,
        25,
        30_000 / 1001.0,
        30,
        48,
        50,
        60_000 / 1001.0,
        60,
        10,
        12,
        12.5,
        15,
        20,
        90,
        100,
        120,
        144
    };

    private FrameRate() {}

    /**
     * The frame rate of a track, if it is constant.
     *
     * @param seconds decoding times of the first frames
     * @param declared frames a second as the stream says, 0 where it does not
     * @return frames a second, 0 where it is not constant
     */
    static double of(List<Double> seconds, double declared) {
        if (seconds.size() < ODD_FRAMES + 3) {
            return 0;
        }
        double first = seconds.get(ODD_FRAMES);
        double mean = (seconds.getLast() - first) / (seconds.size() - 1 - ODD_FRAMES);
        double rate = nearest(1 / mean, declared);
        if (rate == 0) {
            return 0;
        }
        for (int i = ODD_FRAMES; i < seconds.size(); i++) {
            double expected = first + (i - ODD_FRAMES) / rate;
            if (Math.abs(seconds.get(i) - expected) > ROUNDING_SECONDS) {
                return 0;
            }
        }
        return rate;
    }

    private static double nearest(double measured, double declared) {
        if (declared > 0 && Math.abs(measured - declared) < NEAR * declared) {
            return declared;
        }
        double best = 0;
        for (double rate : STANDARD) {
            if (Math.abs(measured - rate) < NEAR * rate
                    && Math.abs(measured - rate) < Math.abs(measured - best)) {
                best = rate;
            }
        }
        return best;
    }
}
