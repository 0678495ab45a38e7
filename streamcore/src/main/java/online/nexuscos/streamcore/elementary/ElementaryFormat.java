package online.nexuscos.streamcore.elementary;

import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.CodecPrivate;
import online.nexuscos.streamcore.media.MediaException;

/**
 * How a container carries one track.
 *
 * @param id by which the container names it, unique within one source
 * @param configuration what the container says of the codec beside the access units; empty where it
 *     stands within them
 */
public record ElementaryFormat(int id, Codec codec, CodecPrivate configuration) {
    /** The first byte of a configuration record, as against a start code (0) or nothing. */
    private static final byte RECORD_VERSION = 1;

    /** A track whose configuration stands within its access units. */
    public static ElementaryFormat inBand(int id, Codec codec) {
        return new ElementaryFormat(id, codec, new CodecPrivate(new byte[0]));
    }

    UnitReader reader() throws MediaException {
        byte[] bytes = configuration.bytes();
        return switch (codec) {
            case H264 -> isRecord(bytes) ? StoredNalReader.avc(bytes) : new AvcReader(bytes);
            case AAC -> bytes.length == 0 ? new AdtsReader() : new AacReader(bytes);
            case HEVC -> isRecord(bytes) ? StoredNalReader.hevc(bytes) : new HevcReader(bytes);
            case OPUS -> new OpusReader(bytes);
            case MP3, AC3, EAC3 -> new FramedAudioReader(codec);
            case AV1, VP9, VP8, FLAC ->
                    throw new MediaException(codec.displayName() + " cannot be taken this way");
        };
    }

    private static boolean isRecord(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == RECORD_VERSION;
    }
}
