package online.nexuscos.streamcore.media;

import io.netty.buffer.ByteBuf;

/**
 * An AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1).
 *
 * <pre>
 *  0        1        2        3        4          5          6
 * +--------+--------+--------+--------+--------+--------+----------------------
 * | ver =1 |profile |constr. | level  |111111LL|111NNNNN| N x (u16 length, SPS)
 * +--------+--------+--------+--------+--------+--------+----------------------
 * | u8 count, count x (u16 length, PPS), for high profiles: chroma and depth
 * </pre>
 *
 * @param lengthSize bytes of the lengths before the NAL units: 1, 2 or 4
 */
public record AvcDecoderConfiguration(int lengthSize, VideoConfiguration video) {
    private static final int MIN_SIZE = 7;
    private static final int MAX_SIZE = 4096;
    private static final int MAX_PARAMETER_SETS = 32;

    /** Reads the whole of {@code in}. */
    public static AvcDecoderConfiguration parse(ByteBuf in) throws MediaException {
        int size = in.readableBytes();
        if (size < MIN_SIZE || size > MAX_SIZE) {
            throw new MediaException(
                    "AVC configuration length: "
                            + size
                            + " (expected: "
                            + MIN_SIZE
                            + " to "
                            + MAX_SIZE
                            + ")");
        }
        byte[] record = new byte[size];
        in.readBytes(record);
        if (record[0] != 1) {
            throw new MediaException("AVC configuration version: " + record[0] + " (expected: 1)");
        }
        int lengthSize = (record[4] & 3) + 1;
        if (lengthSize == 3) {
            throw new MediaException("NAL length size: 3 (expected: 1, 2 or 4)");
        }
        Sets sets = new Sets(record);
        byte[] first = sets.parameterSets(record[5] & 0x1f, "SPS");
        sets.parameterSets(sets.count(), "PPS");
        SequenceParameterSet sps = SequenceParameterSet.parse(first);
        record[4] = (byte) (record[4] | 3); // access units are stored with 4-byte lengths
        return new AvcDecoderConfiguration(
                lengthSize,
                new VideoConfiguration(
                        Codec.H264,
                        sps.rfc6381(),
                        new CodecPrivate(record),
                        sps.width(),
                        sps.height(),
                        sps.usability().frameRate(),
                        sps.usability().colour()));
    }

    /** Walks through the parameter sets of a record. */
    private static final class Sets {
        private final byte[] record;
        private int position = 6;

        Sets(byte[] record) {
            this.record = record;
        }

        int count() throws MediaException {
            require(1);
            return record[position++] & 0xff;
        }

        /** Skips {@code count} sets and returns the first. */
        byte[] parameterSets(int count, String name) throws MediaException {
            if (count < 1 || count > MAX_PARAMETER_SETS) {
                throw new MediaException(
                        name + " count: " + count + " (expected: 1 to " + MAX_PARAMETER_SETS + ")");
            }
            byte[] first = {};
            for (int i = 0; i < count; i++) {
                require(2);
                int length = ((record[position] & 0xff) << 8) | (record[position + 1] & 0xff);
                position += 2;
                require(length);
                if (length == 0) {
                    throw new MediaException(name + " length: 0 (expected: >= 1)");
                }
                if (i == 0) {
                    first = java.util.Arrays.copyOfRange(record, position, position + length);
                }
                position += length;
            }
            return first;
        }

        private void require(int bytes) throws MediaException {
            if (record.length - position < bytes) {
                throw new MediaException(
                        "AVC configuration: ends after "
                                + record.length
                                + " bytes, "
                                + (position + bytes)
                                + " wanted");
            }
        }
    }
}
