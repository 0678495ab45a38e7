package online.nexuscos.streamcore.media;

/**
 * A video track's configuration.
 *
 * @param width of the picture as shown, in pixels, 1 or more
 * @param height of the picture as shown, in pixels, 1 or more
 * @param frameRate frames a second as the stream declares it, 0 where it does not
 */
public record VideoConfiguration(
        Codec codec,
        String rfc6381,
        CodecPrivate codecPrivate,
        int width,
        int height,
        double frameRate)
        implements TrackConfiguration {
    /**
     * Every video track counts in 90 kHz ticks, the least unit that is exact for broadcast rates.
     */
    public static final int TIMESCALE = 90_000;
}
