package online.nexuscos.streamcore.media;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, 8.3.3.1).
 *
 * <pre>
 *  0       1                        13      21         22       23
 * +-------+------------------------+-------+----------+--------+---------------------------
 * | ver=1 | profile, tier, level   | ...   |......LL  | arrays | arrays x (type, u16 count,
 * +-------+------------------------+-------+----------+--------+   count x (u16 length, NAL))
 * </pre>
 *
 * @param lengthSize bytes of the lengths before the NAL units: 1, 2 or 4
 */
public record HevcDecoderConfiguration(int lengthSize, VideoConfiguration video) {
    private static final int HEADER = 23;
    private static final int LENGTH_SIZE_AT = 21;
    private static final int MAX_SIZE = 8192;
    private static final int MAX_ARRAYS = 16;
    private static final int MAX_UNITS = 64;
    private static final int VPS = 32;
    private static final int SPS = 33;
    private static final int PPS = 34;

    /** Reads the whole of {@code in}. */
    public static HevcDecoderConfiguration parse(ByteBuf in) throws MediaException {
        int size = in.readableBytes();
        if (size < HEADER || size > MAX_SIZE) {
            throw new MediaException(
                    "HEVC configuration length: "
                            + size
                            + " (expected: "
                            + HEADER
                            + " to "
                            + MAX_SIZE
                            + ")");
        }
        byte[] record = new byte[size];
        in.readBytes(record);
        if (record[0] != 1) {
            throw new MediaException("HEVC configuration version: " + record[0] + " (expected: 1)");
        }
        int lengthSize = (record[LENGTH_SIZE_AT] & 3) + 1;
        if (lengthSize == 3) {
            throw new MediaException("NAL length size: 3 (expected: 1, 2 or 4)");
        }
        byte[] sps = new ParameterSets(record).sequenceParameterSet();
        HevcSequenceParameterSet parsed = HevcSequenceParameterSet.parse(sps);
        record[LENGTH_SIZE_AT] |= 3; // access units are stored with 4-byte lengths
        return new HevcDecoderConfiguration(
                lengthSize,
                new VideoConfiguration(
                        Codec.HEVC,
                        parsed.rfc6381(),
                        new CodecPrivate(record),
                        parsed.width(),
                        parsed.height(),
                        parsed.usability().frameRate(),
                        parsed.usability().colour()));
    }

    /** Walks through the parameter sets of a record. */
    private static final class ParameterSets {
        private final byte[] record;
        private int position = HEADER;
        private byte @Nullable [] first;

        ParameterSets(byte[] record) {
            this.record = record;
        }

        /** The first one; the record must have a video and a picture parameter set, too. */
        byte[] sequenceParameterSet() throws MediaException {
            int arrays = record[HEADER - 1] & 0xff;
            require("HEVC parameter set arrays", arrays, MAX_ARRAYS);
            int found = 0;
            for (int i = 0; i < arrays; i++) {
                have(3);
                int type = record[position] & 0x3f;
                // In a track of the kind hvc1 they are all here, and not in the pictures.
                record[position] |= (byte) (type >= VPS && type <= PPS ? 0x80 : 0);
                int units = number(position + 1);
                position += 3;
                require("HEVC parameter sets of type " + type, units, MAX_UNITS);
                units(type, units);
                found |= units > 0 && type >= VPS && type <= PPS ? 1 << (type - VPS) : 0;
            }
            byte[] sps = first;
            if (found != 7 || sps == null) {
                throw new MediaException(
                        "HEVC configuration: lacks a VPS, SPS or PPS (" + found + ")");
            }
            return sps;
        }

        private void units(int type, int units) throws MediaException {
            for (int i = 0; i < units; i++) {
                have(2);
                int length = number(position);
                position += 2;
                have(length);
                if (length < 2) {
                    throw new MediaException("HEVC NAL length: " + length + " (expected: >= 2)");
                }
                if (type == SPS && first == null) {
                    first = Arrays.copyOfRange(record, position, position + length);
                }
                position += length;
            }
        }

        private int number(int at) {
            return ((record[at] & 0xff) << 8) | (record[at + 1] & 0xff);
        }

        private void have(int bytes) throws MediaException {
            if (record.length - position < bytes) {
                throw new MediaException(
                        "HEVC configuration: ends after "
                                + record.length
                                + " bytes, "
                                + (position + bytes)
                                + " wanted");
            }
        }

        private static void require(String name, int value, int limit) throws MediaException {
            if (value > limit) {
                throw new MediaException(name + ": " + value + " (expected: <= " + limit + ")");
            }
        }
    }
}
