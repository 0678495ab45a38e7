package online.nexuscos.streamcore.mpegts;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import online.nexuscos.streamcore.media.CodecPrivate;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.TrackConfiguration;

/** How one track stands in a transport stream. A codec that is to be written is added here. */
sealed interface ElementaryForm permits AnnexB, Adts, PlainFrames {
    /** The form of a track; empty where the codec, or a parameter of it, has none here. */
    static Optional<ElementaryForm> of(TrackConfiguration configuration) {
        CodecPrivate codecPrivate = configuration.codecPrivate();
        return switch (configuration.codec()) {
            case H264 -> Optional.of(AnnexB.h264(codecPrivate));
            case HEVC -> Optional.of(AnnexB.hevc(codecPrivate));
            case AAC -> Adts.of(codecPrivate).map(form -> form);
            case MP3 -> Optional.of(PlainFrames.MP3);
            case AC3 -> Optional.of(PlainFrames.AC3);
            case EAC3 -> Optional.of(PlainFrames.EAC3);
            case AV1, VP9, VP8, OPUS, FLAC -> Optional.empty();
        };
    }

    /** ISO/IEC 13818-1, table 2-34, and ATSC A/53, part 3, 6.8. */
    int streamType();

    /** Of its PES packets: ISO/IEC 13818-1, table 2-22. */
    int streamId();

    /** Bytes of the packet at most, once written. */
    int maxLength(Packet packet);

    /** Appends the packet as the elementary stream has it; the packet stays unread. */
    void write(ByteBuf out, Packet packet);
}
