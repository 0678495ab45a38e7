package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.CodecPrivate;
import online.nexuscos.streamcore.media.Packet;

/**
 * H.264 in video tags (<a
 * href="https://rtmp.veriskope.com/pdf/video_file_format_spec_v10_1.pdf">Adobe Flash Video File
 * Format 10.1</a>, E.4.3.1).
 *
 * @see VideoTagReader for the layout
 */
final class AvcTagForm implements TagForm {
    static final AvcTagForm INSTANCE = new AvcTagForm();

    private static final int AVC = 7;
    private static final int KEY_FRAME = 1 << 4;
    private static final int INTER_FRAME = 2 << 4;
    private static final int SEQUENCE_HEADER = 0;
    private static final int NAL_UNITS = 1;
    private static final int HEADER_LENGTH = 5;

    private AvcTagForm() {}

    @Override
    public double metadataId() {
        return AVC;
    }

    @Override
    public int headerLength(Packet packet) {
        return HEADER_LENGTH;
    }

    @Override
    public void writeHeader(ByteBuf out, Packet packet) {
        out.writeByte((packet.keyframe() ? KEY_FRAME : INTER_FRAME) | AVC)
                .writeByte(NAL_UNITS)
                .writeMedium(TagTime.compositionOffsetMs(packet));
    }

    @Override
    public int configurationLength(CodecPrivate configuration) {
        return HEADER_LENGTH + configuration.length();
    }

    @Override
    public void writeConfiguration(ByteBuf out, CodecPrivate configuration) {
        out.writeByte(KEY_FRAME | AVC)
                .writeByte(SEQUENCE_HEADER)
                .writeMedium(0)
                .writeBytes(configuration.bytes());
    }
}
