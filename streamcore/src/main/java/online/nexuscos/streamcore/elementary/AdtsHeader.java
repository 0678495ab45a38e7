package online.nexuscos.streamcore.elementary;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.AudioSpecificConfig;
import online.nexuscos.streamcore.media.MediaException;

/**
 * The header before each AAC frame in an Audio Data Transport Stream (ISO/IEC 13818-7, 6.2).
 *
 * <pre>
 * | 12 sync FFF | 1 id | 2 layer | 1 no CRC | 2 profile | 4 frequency | 1 private | 3 channels |
 * | 4 copyright and home | 13 frame length | 11 fullness | 2 blocks - 1 | (16 CRC)
 * </pre>
 *
 * @param fields profile, frequency and channels, as an AudioSpecificConfig has them
 * @param headerLength 7 or 9 bytes
 * @param frameLength with the header, in bytes
 */
record AdtsHeader(int fields, int headerLength, int frameLength) {
    static final int LENGTH = 7;
    private static final int LENGTH_WITH_CRC = 9;

    /** Reads the header at an index of {@code in}; empty when it is cut off. */
    static Optional<AdtsHeader> at(ByteBuf in, int index) throws MediaException {
        if (in.writerIndex() - index < LENGTH) {
            return Optional.empty();
        }
        int sync = in.getUnsignedShort(index);
        if ((sync & 0xfff6) != 0xfff0) {
            throw new MediaException("ADTS sync word: " + Integer.toHexString(sync));
        }
        int third = in.getUnsignedByte(index + 2);
        int fourth = in.getUnsignedByte(index + 3);
        int headerLength = (sync & 1) == 1 ? LENGTH : LENGTH_WITH_CRC;
        int frameLength = ((fourth & 3) << 11) | (in.getUnsignedShort(index + 4) >> 5);
        if (frameLength <= headerLength) {
            throw new MediaException("ADTS frame length: " + frameLength);
        }
        if ((in.getUnsignedByte(index + 6) & 3) != 0) {
            throw new MediaException("ADTS frame of several blocks (expected: 1)");
        }
        int objectType = (third >> 6) + 1;
        int frequency = (third >> 2) & 0xf;
        int channels = ((third & 1) << 2) | (fourth >> 6);
        int fields = (objectType << 11) | (frequency << 7) | (channels << 3);
        return Optional.of(new AdtsHeader(fields, headerLength, frameLength));
    }

    AudioConfiguration configuration() throws MediaException {
        return AudioSpecificConfig.parse(
                Unpooled.wrappedBuffer(new byte[] {(byte) (fields >> 8), (byte) fields}));
    }
}
