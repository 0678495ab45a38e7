package online.nexuscos.streamcore.media;

/**
 * An audio track's configuration.
 *
 * @param sampleRate samples a second that a decoder puts out
 * @param channels 1 to 8
 * @param samplesPerFrame samples of one packet, for each channel; where packets differ (Opus,
 *     FLAC), of the first, and each packet has its own duration
 */
public record AudioConfiguration(
        Codec codec,
        String rfc6381,
        CodecPrivate codecPrivate,
        int sampleRate,
        int channels,
        int samplesPerFrame)
        implements TrackConfiguration {
    /** The same with packets of another length. */
    public AudioConfiguration withSamplesPerFrame(int samples) {
        return new AudioConfiguration(codec, rfc6381, codecPrivate, sampleRate, channels, samples);
    }
}
