package online.nexuscos.streamcore.media;

/** What a decoder must know before a track's first packet. */
public sealed interface TrackConfiguration permits VideoConfiguration, AudioConfiguration {
    Codec codec();

    /** The codec as HLS and DASH name it (RFC 6381), for example {@code avc1.64001f}. */
    String rfc6381();

    CodecPrivate codecPrivate();
}
