package online.nexuscos.streamcore.packaging;

import java.util.List;

/** Finds a constant frame rate in time stamps that may be rounded to milliseconds. */
final class FrameRate {
    /** Deltas that are looked at; the first two are often odd and do not count. */
    static final int PROBE_FRAMES = 11;

    private static final int ODD_FRAMES = 2;
    private static final double ROUNDING_SECONDS = 0.0021;
    private static final double NEAR = 0.02;

    /**
     * Of two that a few rounded times cannot tell apart, the slower comes first: it asks for more.
     */
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
        double mean =
                (seconds.getLast() - seconds.get(ODD_FRAMES)) / (seconds.size() - 1 - ODD_FRAMES);
        if (fits(seconds, declared, 1 / mean)) {
            return declared;
        }
        for (double rate : STANDARD) {
            if (fits(seconds, rate, 1 / mean)) {
                return rate;
            }
        }
        return 0;
    }

    private static boolean fits(List<Double> seconds, double rate, double measured) {
        if (rate <= 0 || Math.abs(measured - rate) > NEAR * rate) {
            return false;
        }
        double first = seconds.get(ODD_FRAMES);
        for (int i = ODD_FRAMES; i < seconds.size(); i++) {
            double expected = first + (i - ODD_FRAMES) / rate;
            if (Math.abs(seconds.get(i) - expected) > ROUNDING_SECONDS) {
                return false;
            }
        }
        return true;
    }
}
