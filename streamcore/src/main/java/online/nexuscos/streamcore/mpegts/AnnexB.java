package online.nexuscos.streamcore.mpegts;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import online.nexuscos.streamcore.media.CodecPrivate;
import online.nexuscos.streamcore.media.Packet;

/**
 * H.264 and HEVC as byte streams (annex B of ITU-T H.264 and H.265): start codes in the place of
 * lengths, a delimiter before each access unit, as ISO/IEC 13818-1, 2.14.1 and 2.17.1, wants it,
 * and the parameter sets before each keyframe.
 */
final class AnnexB implements ElementaryForm {
    private static final int VIDEO_STREAM_ID = 0xe0;
    private static final int START_CODE = 1;
    private static final int LENGTH_SIZE = 4;
    private static final int AVC_FIRST_SET = 5;
    private static final int AVC_COUNT_MASK = 0x1f;
    private static final int HEVC_FIRST_SET = 22;

    private static final int MAX_DELIMITER_LENGTH = 7;

    /** What the two codecs have of their own. */
    private enum Syntax {
        H264(0x1b) {
            @Override
            boolean isDelimiter(byte header) {
                return (header & 0x1f) == 9;
            }

            @Override
            void writeDelimiter(ByteBuf out) {
                out.writeInt(START_CODE).writeShort(0x09f0);
            }
        },
        HEVC(0x24) {
            @Override
            boolean isDelimiter(byte header) {
                return (header >> 1 & 0x3f) == 35;
            }

            @Override
            void writeDelimiter(ByteBuf out) {
                out.writeInt(START_CODE).writeMedium(0x460150);
            }
        };

        private final int streamType;

        Syntax(int streamType) {
            this.streamType = streamType;
        }

        /** Whether that is the first byte of a delimiter. */
        abstract boolean isDelimiter(byte header);

        /** Appends one for any kind of picture, with its start code. */
        abstract void writeDelimiter(ByteBuf out);
    }

    private final Syntax syntax;
    private final byte[] parameterSets;

    private AnnexB(Syntax syntax, ByteBuf parameterSets) {
        this.syntax = syntax;
        this.parameterSets = ByteBufUtil.getBytes(parameterSets);
    }

    /** Of an AVCDecoderConfigurationRecord that its parser has accepted. */
    static AnnexB h264(CodecPrivate configuration) {
        ByteBuf record = Unpooled.wrappedBuffer(configuration.bytes());
        record.skipBytes(AVC_FIRST_SET);
        ByteBuf sets = Unpooled.buffer(configuration.length() * 2);
        copySets(record, record.readUnsignedByte() & AVC_COUNT_MASK, sets);
        copySets(record, record.readUnsignedByte(), sets);
        return new AnnexB(Syntax.H264, sets);
    }

    /** Of an HEVCDecoderConfigurationRecord that its parser has accepted. */
    static AnnexB hevc(CodecPrivate configuration) {
        ByteBuf record = Unpooled.wrappedBuffer(configuration.bytes());
        record.skipBytes(HEVC_FIRST_SET);
        ByteBuf sets = Unpooled.buffer(configuration.length() * 2);
        int arrays = record.readUnsignedByte();
        for (int i = 0; i < arrays; i++) {
            record.skipBytes(1);
            copySets(record, record.readUnsignedShort(), sets);
        }
        return new AnnexB(Syntax.HEVC, sets);
    }

    private static void copySets(ByteBuf record, int count, ByteBuf out) {
        for (int i = 0; i < count; i++) {
            int length = record.readUnsignedShort();
            out.writeInt(START_CODE).writeBytes(record, length);
        }
    }

    @Override
    public int streamType() {
        return syntax.streamType;
    }

    @Override
    public int streamId() {
        return VIDEO_STREAM_ID;
    }

    @Override
    public int maxLength(Packet packet) {
        return MAX_DELIMITER_LENGTH + parameterSets.length + packet.size();
    }

    @Override
    public void write(ByteBuf out, Packet packet) {
        syntax.writeDelimiter(out);
        if (packet.keyframe()) {
            out.writeBytes(parameterSets);
        }
        ByteBuf in = packet.payload();
        int end = in.writerIndex();
        int position = in.readerIndex();
        while (end - position > LENGTH_SIZE) {
            int length = Math.clamp(in.getInt(position), 0, end - position - LENGTH_SIZE);
            position += LENGTH_SIZE;
            if (length > 0 && !syntax.isDelimiter(in.getByte(position))) {
                out.writeInt(START_CODE).writeBytes(in, position, length);
            }
            position += length;
        }
    }
}
