package online.nexuscos.streamcore.flv;

import java.util.Optional;
import online.nexuscos.streamcore.media.Codec;

/**
 * The four characters by which Enhanced RTMP names a codec (<a
 * href="https://veovera.github.io/enhanced-rtmp/docs/enhanced/enhanced-rtmp-v2">Enhanced RTMP
 * 2</a>, VideoFourCc and AudioFourCc).
 */
public final class FourCc {
    static final int LENGTH = 4;

    private FourCc() {}

    /** A codec's name. */
    public static String of(Codec codec) {
        return switch (codec) {
            case H264 -> "avc1";
            case HEVC -> "hvc1";
            case AV1 -> "av01";
            case VP9 -> "vp09";
            case VP8 -> "vp08";
            case AAC -> "mp4a";
            case OPUS -> "Opus";
            case MP3 -> ".mp3";
            case FLAC -> "fLaC";
            case AC3 -> "ac-3";
            case EAC3 -> "ec-3";
        };
    }

    /** A name as the number that four bytes make, the first the highest. */
    static int code(String name) {
        return (name.charAt(0) << 24)
                | (name.charAt(1) << 16)
                | (name.charAt(2) << 8)
                | name.charAt(3);
    }

    /** The codec of a name; empty where nobody here knows it. */
    static Optional<Codec> codec(int code) {
        for (Codec codec : Codec.values()) {
            if (code(of(codec)) == code) {
                return Optional.of(codec);
            }
        }
        return Optional.empty();
    }

    /** What can be shown of a name: a character that is not printable is a question mark. */
    static String text(int code) {
        StringBuilder name = new StringBuilder(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            int character = (code >> shift) & 0xff;
            name.append(character > ' ' && character < 0x7f ? (char) character : '?');
        }
        return name.toString();
    }
}
