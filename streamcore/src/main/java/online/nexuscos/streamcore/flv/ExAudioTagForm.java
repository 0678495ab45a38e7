package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.CodecPrivate;
import online.nexuscos.streamcore.media.Packet;

/**
 * A codec that Enhanced RTMP brought, in audio tags.
 *
 * @see AudioTagReader for the layout
 */
final class ExAudioTagForm implements TagForm {
    static final ExAudioTagForm OPUS = new ExAudioTagForm(Codec.OPUS);
    static final ExAudioTagForm FLAC = new ExAudioTagForm(Codec.FLAC);
    static final ExAudioTagForm AC3 = new ExAudioTagForm(Codec.AC3);
    static final ExAudioTagForm EAC3 = new ExAudioTagForm(Codec.EAC3);

    private static final int ENHANCED = 9 << 4;
    private static final int SEQUENCE_START = 0;
    private static final int CODED_FRAMES = 1;
    private static final int HEADER_LENGTH = 5;

    /** The signature of a FLAC file, and the header of its one and last block, of 34 bytes. */
    private static final byte[] BEFORE_STREAM_INFO = {'f', 'L', 'a', 'C', (byte) 0x80, 0, 0, 34};

    private static final byte[] NOTHING = {};

    private final Codec codec;
    private final int fourCc;

    private ExAudioTagForm(Codec codec) {
        this.codec = codec;
        this.fourCc = FourCc.code(FourCc.of(codec));
    }

    @Override
    public double metadataId() {
        return fourCc;
    }

    @Override
    public int headerLength(Packet packet) {
        return HEADER_LENGTH;
    }

    @Override
    public void writeHeader(ByteBuf out, Packet packet) {
        out.writeByte(ENHANCED | CODED_FRAMES).writeInt(fourCc);
    }

    @Override
    public int configurationLength(CodecPrivate configuration) {
        return HEADER_LENGTH + before().length + body(configuration).length;
    }

    @Override
    public void writeConfiguration(ByteBuf out, CodecPrivate configuration) {
        out.writeByte(ENHANCED | SEQUENCE_START)
                .writeInt(fourCc)
                .writeBytes(before())
                .writeBytes(body(configuration));
    }

    private byte[] before() {
        return codec == Codec.FLAC ? BEFORE_STREAM_INFO : NOTHING;
    }

    /** Frames of AC-3 and E-AC-3 tell all: their sequence begins with an empty body. */
    private byte[] body(CodecPrivate configuration) {
        return codec == Codec.OPUS || codec == Codec.FLAC ? configuration.bytes() : NOTHING;
    }
}
