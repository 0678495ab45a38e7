package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;

import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.CodecPrivate;
import online.nexuscos.streamcore.media.Packet;

/** How one codec stands in the bodies of tags. A codec that is to be written is added here. */
sealed interface TagForm permits AvcTagForm, AacTagForm {
    /** The form of a codec. */
    static TagForm of(Codec codec) {
        return switch (codec) {
            case H264 -> AvcTagForm.INSTANCE;
            case AAC -> AacTagForm.INSTANCE;
        };
    }

    /** What {@code onMetaData} calls it in {@code videocodecid} or {@code audiocodecid}. */
    double metadataId();

    /** Bytes of the header before the packet's payload. */
    int headerLength(Packet packet);

    /** Writes the header before the packet's payload. */
    void writeHeader(ByteBuf out, Packet packet);

    /** Bytes of the body that tells a decoder how to begin. */
    int configurationLength(CodecPrivate configuration);

    /** Writes the body that tells a decoder how to begin. */
    void writeConfiguration(ByteBuf out, CodecPrivate configuration);
}
