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
        double frameRate,
        Colour colour)
        implements TrackConfiguration {
    /**
     * Every video track counts in 90 kHz ticks, the least unit that is exact for broadcast rates.
     */
    public static final int TIMESCALE = 90_000;

    /** Of a picture that does not say its colour. */
    public VideoConfiguration(
            Codec codec,
            String rfc6381,
            CodecPrivate codecPrivate,
            int width,
            int height,
            double frameRate) {
        this(codec, rfc6381, codecPrivate, width, height, frameRate, Colour.UNSPECIFIED);
    }

    /** The same with another colour. */
    public VideoConfiguration withColour(Colour said) {
        return new VideoConfiguration(codec, rfc6381, codecPrivate, width, height, frameRate, said);
    }
}
