package online.nexuscos.streamcore.packaging;

import java.util.function.DoubleSupplier;

/**
 * How streams are packaged.
 *
 * @param muxers open the muxer of a track
 * @param windowSeconds that a playlist lists, 30 by default, at least 12 (three target durations);
 *     asked again at each segment
 * @param metrics counted into by all packagers
 */
public record PackagerOptions(
        PartMuxer.Factory muxers, DoubleSupplier windowSeconds, PackagingMetrics metrics) {
    private static final double MIN_WINDOW_SECONDS = 12;

    /** The window as it is now. */
    double window() {
        return Math.max(MIN_WINDOW_SECONDS, windowSeconds.getAsDouble());
    }
}
