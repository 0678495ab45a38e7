package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.MediaException;

/**
 * Reads the header of an audio tag (<a
 * href="https://rtmp.veriskope.com/pdf/video_file_format_spec_v10_1.pdf">Adobe Flash Video File
 * Format 10.1</a>, E.4.2.1; <a
 * href="https://veovera.github.io/enhanced-rtmp/docs/enhanced/enhanced-rtmp-v2">Enhanced RTMP</a>).
 *
 * <pre>
 *  0                       1             2
 * +----+------+-----+-----+-------------+-------
 * | id | rate |size |type | packet type | body       id 10: AAC; rate, size, type mean nothing
 * +----+------+-----+-----+-------------+-------
 * | 9  | packet type      | FourCC          | body   Enhanced RTMP
 * +----+------------------+-----------------+---
 * </pre>
 */
final class AudioTagReader {
    private static final int ENHANCED = 9;

    /** Multitrack (5) and ModEx (7) put other fields before the FourCC. */
    private static final int LAST_PACKET_TYPE_WITH_FOURCC = 4;

    private static final int AAC = 10;

    private AudioTagReader() {}

    static AudioTag read(ByteBuf in) throws MediaException {
        FlvFields.require(in, 1, "audio");
        int first = in.readUnsignedByte();
        int codec = first >> 4;
        if (codec == ENHANCED) {
            return enhanced(in, first & 0xf);
        }
        if (codec != AAC) {
            return new AudioTag.Unsupported(codecName(codec));
        }
        FlvFields.require(in, 1, "audio");
        int packetType = in.readUnsignedByte();
        return switch (packetType) {
            case 0 -> new AudioTag.Configuration();
            case 1 -> new AudioTag.Frame();
            default ->
                    throw new MediaException(
                            "AAC packet type: " + packetType + " (expected: 0 or 1)");
        };
    }

    private static AudioTag enhanced(ByteBuf in, int packetType) throws MediaException {
        String codec =
                packetType <= LAST_PACKET_TYPE_WITH_FOURCC
                        ? FlvFields.fourCc(in, "audio")
                        : "in packet type " + packetType;
        return new AudioTag.Unsupported(codec + " (Enhanced RTMP)");
    }

    private static String codecName(int id) {
        return switch (id) {
            case 0 -> "PCM";
            case 1 -> "ADPCM";
            case 2 -> "MP3";
            case 3 -> "PCM, little endian";
            case 4 -> "Nellymoser 16 kHz";
            case 5 -> "Nellymoser 8 kHz";
            case 6 -> "Nellymoser";
            case 7 -> "G.711 A-law";
            case 8 -> "G.711 mu-law";
            case 11 -> "Speex";
            case 14 -> "MP3 8 kHz";
            case 15 -> "of the device's own";
            default -> "with id " + id;
        };
    }
}
