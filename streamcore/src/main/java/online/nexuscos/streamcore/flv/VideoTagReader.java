package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.flv.VideoTag.FrameType;
import online.nexuscos.streamcore.media.MediaException;

/**
 * Reads the header of a video tag (<a
 * href="https://rtmp.veriskope.com/pdf/video_file_format_spec_v10_1.pdf">Adobe Flash Video File
 * Format 10.1</a>, E.4.3.1; <a
 * href="https://veovera.github.io/enhanced-rtmp/docs/enhanced/enhanced-rtmp-v2">Enhanced RTMP</a>).
 *
 * <pre>
 *  0          1               2                   5
 * +----+----+---------------+-------------------+-----------
 * |type| id | packet type   | SI24 offset in ms | body        id 7: AVC
 * +----+----+---------------+-------------------+-----------
 * |1typ|pack| FourCC                        | body            Enhanced RTMP
 * +----+----+-------------------------------+---------------
 * </pre>
 */
final class VideoTagReader {
    private static final int ENHANCED = 0x80;

    /** Multitrack (6) and ModEx (7) put other fields before the FourCC. */
    private static final int LAST_PACKET_TYPE_WITH_FOURCC = 5;

    private static final int AVC = 7;
    private static final int COMMAND_FRAME = 5;
    private static final FrameType[] FRAME_TYPES = FrameType.values();

    private VideoTagReader() {}

    static VideoTag read(ByteBuf in) throws MediaException {
        FlvFields.require(in, 1, "video");
        int first = in.readUnsignedByte();
        if ((first & ENHANCED) != 0) {
            return enhanced(in, first & 0xf);
        }
        int codec = first & 0xf;
        if (codec != AVC) {
            return new VideoTag.Unsupported(codecName(codec));
        }
        int type = first >> 4;
        if (type == COMMAND_FRAME) {
            return new VideoTag.Command();
        }
        if (type < 1 || type > COMMAND_FRAME) {
            throw new MediaException("video frame type: " + type + " (expected: 1 to 5)");
        }
        FlvFields.require(in, 4, "video");
        int packetType = in.readUnsignedByte();
        int offset = in.readMedium();
        return switch (packetType) {
            case 0 -> new VideoTag.Configuration();
            case 1 -> new VideoTag.AccessUnit(FRAME_TYPES[type - 1], offset);
            case 2 -> new VideoTag.EndOfSequence();
            default ->
                    throw new MediaException(
                            "AVC packet type: " + packetType + " (expected: 0 to 2)");
        };
    }

    private static VideoTag enhanced(ByteBuf in, int packetType) throws MediaException {
        String codec =
                packetType <= LAST_PACKET_TYPE_WITH_FOURCC
                        ? FlvFields.fourCc(in, "video")
                        : "in packet type " + packetType;
        return new VideoTag.Unsupported(codec + " (Enhanced RTMP)");
    }

    private static String codecName(int id) {
        return switch (id) {
            case 1 -> "JPEG";
            case 2 -> "Sorenson H.263";
            case 3 -> "Screen Video";
            case 4 -> "VP6";
            case 5 -> "VP6 with alpha";
            case 6 -> "Screen Video 2";
            case 12 -> "HEVC (codec id 12)";
            default -> "with id " + id;
        };
    }
}
