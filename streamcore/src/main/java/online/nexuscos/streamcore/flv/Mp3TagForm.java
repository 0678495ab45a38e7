package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.CodecPrivate;
import online.nexuscos.streamcore.media.Packet;

/**
 * MP3 in audio tags, in the old form, which every player takes (Adobe Flash Video File Format 10.1,
 * E.4.2.1). Frames tell rate and channels themselves.
 *
 * @see AudioTagReader for the layout
 */
final class Mp3TagForm implements TagForm {
    static final Mp3TagForm INSTANCE = new Mp3TagForm();

    private static final int MP3 = 2;

    /** 44.1 kHz, which stands for 48 kHz, too; 16 bits; stereo. */
    private static final int FLAGS = 0xf;

    private Mp3TagForm() {}

    @Override
    public double metadataId() {
        return MP3;
    }

    @Override
    public int headerLength(Packet packet) {
        return 1;
    }

    @Override
    public void writeHeader(ByteBuf out, Packet packet) {
        out.writeByte((MP3 << 4) | FLAGS);
    }

    @Override
    public int configurationLength(CodecPrivate configuration) {
        return 0;
    }

    @Override
    public void writeConfiguration(ByteBuf out, CodecPrivate configuration) {}
}
