package online.nexuscos.streamcore.packaging;

/**
 * How streams are packaged.
 *
 * @param muxers open the muxer of a track
 * @param windowSeconds that a playlist lists, 30 by default, at least 12 (three target durations)
 * @param metrics counted into by all packagers
 */
public record PackagerOptions(
        PartMuxer.Factory muxers, double windowSeconds, PackagingMetrics metrics) {
    private static final double MIN_WINDOW_SECONDS = 12;

    public PackagerOptions {
        if (!(windowSeconds >= MIN_WINDOW_SECONDS)) {
            throw new IllegalArgumentException(
                    "windowSeconds: "
                            + windowSeconds
                            + " (expected: >= "
                            + MIN_WINDOW_SECONDS
                            + ")");
        }
    }
}
