package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.CodecPrivate;
import online.nexuscos.streamcore.media.Packet;

/**
 * A codec that Enhanced RTMP brought, in video tags.
 *
 * @see VideoTagReader for the layout
 */
final class ExVideoTagForm implements TagForm {
    static final ExVideoTagForm HEVC = new ExVideoTagForm(Codec.HEVC);
    static final ExVideoTagForm AV1 = new ExVideoTagForm(Codec.AV1);
    static final ExVideoTagForm VP9 = new ExVideoTagForm(Codec.VP9);
    static final ExVideoTagForm VP8 = new ExVideoTagForm(Codec.VP8);

    private static final int ENHANCED = 0x80;
    private static final int KEY_FRAME = 1 << 4;
    private static final int INTER_FRAME = 2 << 4;
    private static final int SEQUENCE_START = 0;
    private static final int CODED_FRAMES = 1;
    private static final int CODED_FRAMES_X = 3;
    private static final int HEADER_LENGTH = 5;
    private static final int OFFSET_LENGTH = 3;

    private final Codec codec;
    private final int fourCc;

    private ExVideoTagForm(Codec codec) {
        this.codec = codec;
        this.fourCc = FourCc.code(FourCc.of(codec));
    }

    @Override
    public double metadataId() {
        return fourCc;
    }

    @Override
    public int headerLength(Packet packet) {
        return offsetMs(packet) == 0 ? HEADER_LENGTH : HEADER_LENGTH + OFFSET_LENGTH;
    }

    @Override
    public void writeHeader(ByteBuf out, Packet packet) {
        int frame = ENHANCED | (packet.keyframe() ? KEY_FRAME : INTER_FRAME);
        int offset = offsetMs(packet);
        if (offset != 0) {
            out.writeByte(frame | CODED_FRAMES).writeInt(fourCc).writeMedium(offset);
        } else {
            // Of HEVC a plain CODED_FRAMES would carry an offset of 0.
            int type = codec == Codec.HEVC ? CODED_FRAMES_X : CODED_FRAMES;
            out.writeByte(frame | type).writeInt(fourCc);
        }
    }

    /** AV1, VP9 and VP8 show pictures in the order in which they come. */
    private int offsetMs(Packet packet) {
        return codec == Codec.HEVC ? TagTime.compositionOffsetMs(packet) : 0;
    }

    @Override
    public int configurationLength(CodecPrivate configuration) {
        return HEADER_LENGTH + configuration.length();
    }

    @Override
    public void writeConfiguration(ByteBuf out, CodecPrivate configuration) {
        out.writeByte(ENHANCED | KEY_FRAME | SEQUENCE_START)
                .writeInt(fourCc)
                .writeBytes(configuration.bytes());
    }
}
