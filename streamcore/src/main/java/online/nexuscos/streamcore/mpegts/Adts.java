package online.nexuscos.streamcore.mpegts;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import online.nexuscos.streamcore.media.BitReader;
import online.nexuscos.streamcore.media.CodecPrivate;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.Packet;

/**
 * AAC frames with a header each (ISO/IEC 13818-7, 6.2). HE-AAC goes as the AAC-LC that is its core:
 * decoders find the rest by themselves.
 *
 * <pre>
 *  12 sync fff | 0 MPEG-4 | 00 layer | 1 no CRC | 2 profile | 4 frequency | 0 | 3 channels
 *  | 0000 | 13 length of the frame, header included | 11 buffer fullness: 7ff | 00 one block
 * </pre>
 */
final class Adts implements ElementaryForm {
    private static final int ADTS_STREAM_TYPE = 0x0f;
    private static final int AUDIO_STREAM_ID = 0xc0;
    private static final int HEADER_LENGTH = 7;
    private static final int SYNC = 0xfff1;
    private static final int SBR = 5;
    private static final int PS = 29;
    private static final int AAC_LC = 2;
    private static final int MAX_PROFILE = 4;
    private static final int ESCAPED_FREQUENCY = 15;
    private static final int MAX_CHANNELS = 7;
    private static final int MAX_FRAME_LENGTH = 0x1fff;
    private static final int BUFFER_FULLNESS = 0x7ff;

    private final int fields;

    private Adts(int fields) {
        this.fields = fields;
    }

    /** Of an AudioSpecificConfig; empty where an ADTS header cannot say the same. */
    static Optional<Adts> of(CodecPrivate configuration) {
        try {
            BitReader bits = new BitReader(configuration.bytes());
            int type = (int) bits.bits(5);
            int frequency = (int) bits.bits(4);
            if (frequency == ESCAPED_FREQUENCY) {
                return Optional.empty();
            }
            int channels = (int) bits.bits(4);
            int core = type == SBR || type == PS ? AAC_LC : type;
            if (core < 1 || core > MAX_PROFILE || channels < 1 || channels > MAX_CHANNELS) {
                return Optional.empty();
            }
            return Optional.of(new Adts((core - 1) << 14 | frequency << 10 | channels << 6));
        } catch (MediaException e) {
            return Optional.empty();
        }
    }

    @Override
    public int streamType() {
        return ADTS_STREAM_TYPE;
    }

    @Override
    public int streamId() {
        return AUDIO_STREAM_ID;
    }

    @Override
    public int maxLength(Packet packet) {
        return HEADER_LENGTH + packet.size();
    }

    /** A frame that is too long for its header, which none of AAC is, is left out. */
    @Override
    public void write(ByteBuf out, Packet packet) {
        int length = HEADER_LENGTH + packet.size();
        if (length > MAX_FRAME_LENGTH) {
            return;
        }
        ByteBuf frame = packet.payload();
        out.writeShort(SYNC)
                .writeShort(fields | length >>> 11)
                .writeMedium((length & 0x7ff) << 13 | BUFFER_FULLNESS << 2)
                .writeBytes(frame, frame.readerIndex(), frame.readableBytes());
    }
}
