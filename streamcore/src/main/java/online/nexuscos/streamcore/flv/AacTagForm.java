package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.CodecPrivate;
import online.nexuscos.streamcore.media.Packet;

/**
 * AAC in audio tags (<a
 * href="https://rtmp.veriskope.com/pdf/video_file_format_spec_v10_1.pdf">Adobe Flash Video File
 * Format 10.1</a>, E.4.2.1); rate, size and type have the values that the specification demands.
 *
 * @see AudioTagReader for the layout
 */
final class AacTagForm implements TagForm {
    static final AacTagForm INSTANCE = new AacTagForm();

    private static final int AAC = 10;

    /** 44 kHz, 16 bits, stereo, whatever the sound is. */
    private static final int FIRST_BYTE = AAC << 4 | 3 << 2 | 1 << 1 | 1;

    private static final int SEQUENCE_HEADER = 0;
    private static final int RAW_FRAME = 1;
    private static final int HEADER_LENGTH = 2;

    private AacTagForm() {}

    @Override
    public double metadataId() {
        return AAC;
    }

    @Override
    public int headerLength(Packet packet) {
        return HEADER_LENGTH;
    }

    @Override
    public void writeHeader(ByteBuf out, Packet packet) {
        out.writeByte(FIRST_BYTE).writeByte(RAW_FRAME);
    }

    @Override
    public int configurationLength(CodecPrivate configuration) {
        return HEADER_LENGTH + configuration.length();
    }

    @Override
    public void writeConfiguration(ByteBuf out, CodecPrivate configuration) {
        out.writeByte(FIRST_BYTE).writeByte(SEQUENCE_HEADER).writeBytes(configuration.bytes());
    }
}
