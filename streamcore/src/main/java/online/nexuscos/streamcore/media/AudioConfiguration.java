package online.nexuscos.streamcore.media;

/**
 * An audio track's configuration.
 *
 * @param sampleRate samples a second that a decoder puts out
 * @param channels 1 to 8
 * @param samplesPerFrame samples of one packet, for each channel
 */
public record AudioConfiguration(
        Codec codec,
        String rfc6381,
        CodecPrivate codecPrivate,
        int sampleRate,
        int channels,
        int samplesPerFrame)
        implements TrackConfiguration {}
