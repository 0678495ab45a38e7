package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import online.nexuscos.streamcore.flv.VideoTag.FrameType;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.MediaException;

/**
 * Reads the header of a video tag (<a
 * href="https://rtmp.veriskope.com/pdf/video_file_format_spec_v10_1.pdf">Adobe Flash Video File
 * Format 10.1</a>, E.4.3.1; <a
 * href="https://veovera.github.io/enhanced-rtmp/docs/enhanced/enhanced-rtmp-v2">Enhanced RTMP
 * 2</a>, ExVideoTagHeader).
 *
 * <pre>
 *  0          1               2                   5
 * +----+----+---------------+-------------------+-----------
 * |type| id | packet type   | SI24 offset in ms | body        id 7: AVC, 12: HEVC
 * +----+----+---------------+-------------------+-----------
 * |1typ|pack| FourCC (SI24 offset in CodedFrames of AVC and HEVC) | body      Enhanced RTMP
 * +----+----+-----------------------------------------------------+------
 * |1typ| 7  | u8 size - 1 | data | ModEx type, packet type | ... as from the FourCC on
 * +----+----+-------------+------+-------------------------+----
 * |1typ| 6  | tracks: see MultitrackReader
 * +----+----+----------------
 * </pre>
 */
final class VideoTagReader {
    private static final String KIND = "video";
    private static final int ENHANCED = 0x80;
    private static final int SEQUENCE_START = 0;
    private static final int CODED_FRAMES = 1;
    private static final int SEQUENCE_END = 2;
    private static final int CODED_FRAMES_X = 3;
    private static final int METADATA = 4;
    private static final int MPEG2TS_SEQUENCE_START = 5;
    private static final int MULTITRACK = 6;
    private static final int AVC = 7;

    /** Not of any specification; some encoders and servers have used it for years. */
    private static final int HEVC = 12;

    private static final int COMMAND_FRAME = 5;
    private static final FrameType[] FRAME_TYPES = FrameType.values();

    private VideoTagReader() {}

    static void read(ByteBuf in, VideoTag.Sink sink) throws MediaException {
        FlvFields.require(in, 1, KIND);
        int first = in.readUnsignedByte();
        if ((first & ENHANCED) != 0) {
            enhanced(in, (first >> 4) & 7, first & 0xf, sink);
            return;
        }
        int id = first & 0xf;
        if (id == AVC || id == HEVC) {
            VideoTag tag = legacy(in, first >> 4, id == AVC ? Codec.H264 : Codec.HEVC);
            sink.video(tag, 0, 0, in);
        } else {
            sink.video(new VideoTag.Unsupported(codecName(id)), 0, 0, in);
        }
    }

    private static VideoTag legacy(ByteBuf in, int type, Codec codec) throws MediaException {
        if (type == COMMAND_FRAME) {
            return new VideoTag.Command();
        }
        FrameType frameType = frameType(type);
        FlvFields.require(in, 4, KIND);
        int packetType = in.readUnsignedByte();
        int offset = in.readMedium();
        return switch (packetType) {
            case 0 -> new VideoTag.Configuration(codec);
            case 1 -> new VideoTag.AccessUnit(codec, frameType, offset);
            case 2 -> new VideoTag.EndOfSequence();
            default ->
                    throw new MediaException(
                            "AVC packet type: " + packetType + " (expected: 0 to 2)");
        };
    }

    private static void enhanced(ByteBuf in, int frameType, int first, VideoTag.Sink sink)
            throws MediaException {
        int packetType = first;
        int nanos = 0;
        if (packetType == FlvFields.MOD_EX) {
            int extended = FlvFields.modEx(in, KIND);
            packetType = extended & 0xf;
            nanos = extended >> 4;
        }
        if (packetType != METADATA && frameType == COMMAND_FRAME) {
            sink.video(new VideoTag.Command(), 0, nanos, in);
        } else if (packetType == MULTITRACK) {
            int offset = nanos;
            MultitrackReader.read(
                    in,
                    MULTITRACK,
                    KIND,
                    (type, fourCc, id, body) ->
                            sink.video(tag(body, frameType, type, fourCc), id, offset, body));
        } else {
            int fourCc = FlvFields.fourCc(in, KIND);
            sink.video(tag(in, frameType, packetType, fourCc), 0, nanos, in);
        }
    }

    /** Reads what is left of the header after the FourCC. */
    private static VideoTag tag(ByteBuf in, int type, int packetType, int fourCc)
            throws MediaException {
        Optional<Codec> known = FourCc.codec(fourCc).filter(Codec::isVideo);
        if (known.isEmpty()) {
            return new VideoTag.Unsupported(FourCc.text(fourCc) + " (Enhanced RTMP)");
        }
        Codec codec = known.get();
        return switch (packetType) {
            case SEQUENCE_START -> new VideoTag.Configuration(codec);
            case CODED_FRAMES -> new VideoTag.AccessUnit(codec, frameType(type), offset(in, codec));
            case CODED_FRAMES_X -> new VideoTag.AccessUnit(codec, frameType(type), 0);
            case SEQUENCE_END -> new VideoTag.EndOfSequence();
            case METADATA -> new VideoTag.Metadata();
            case MPEG2TS_SEQUENCE_START ->
                    new VideoTag.Unsupported(codec.displayName() + " in the form of MPEG-2 TS");
            default ->
                    throw new MediaException(
                            "video packet type: " + packetType + " (expected: 0 to 7)");
        };
    }

    private static int offset(ByteBuf in, Codec codec) throws MediaException {
        if (codec != Codec.H264 && codec != Codec.HEVC) {
            return 0;
        }
        FlvFields.require(in, 3, KIND);
        return in.readMedium();
    }

    private static FrameType frameType(int type) throws MediaException {
        if (type < 1 || type > FRAME_TYPES.length) {
            throw new MediaException("video frame type: " + type + " (expected: 1 to 5)");
        }
        return FRAME_TYPES[type - 1];
    }

    private static String codecName(int id) {
        return switch (id) {
            case 1 -> "JPEG";
            case 2 -> "Sorenson H.263";
            case 3 -> "Screen Video";
            case 4 -> "VP6";
            case 5 -> "VP6 with alpha";
            case 6 -> "Screen Video 2";
            default -> "with id " + id;
        };
    }
}
