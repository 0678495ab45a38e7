package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.CodecPrivate;
import online.nexuscos.streamcore.media.Packet;

/** How one codec stands in the bodies of tags. A codec that is to be written is added here. */
sealed interface TagForm
        permits AvcTagForm, AacTagForm, Mp3TagForm, ExVideoTagForm, ExAudioTagForm {
    /** The form of a codec. */
    static TagForm of(Codec codec) {
        return switch (codec) {
            case H264 -> AvcTagForm.INSTANCE;
            case AAC -> AacTagForm.INSTANCE;
            case MP3 -> Mp3TagForm.INSTANCE;
            case HEVC -> ExVideoTagForm.HEVC;
            case AV1 -> ExVideoTagForm.AV1;
            case VP9 -> ExVideoTagForm.VP9;
            case VP8 -> ExVideoTagForm.VP8;
            case OPUS -> ExAudioTagForm.OPUS;
            case FLAC -> ExAudioTagForm.FLAC;
            case AC3 -> ExAudioTagForm.AC3;
            case EAC3 -> ExAudioTagForm.EAC3;
        };
    }

    /** What {@code onMetaData} calls it in {@code videocodecid} or {@code audiocodecid}. */
    double metadataId();

    /** Bytes of the header before the packet's payload. */
    int headerLength(Packet packet);

    /** Writes the header before the packet's payload. */
    void writeHeader(ByteBuf out, Packet packet);

    /** Bytes of the body that tells a decoder how to begin; 0 where packets tell it. */
    int configurationLength(CodecPrivate configuration);

    /** Writes the body that tells a decoder how to begin. */
    void writeConfiguration(ByteBuf out, CodecPrivate configuration);
}
