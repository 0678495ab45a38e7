package online.nexuscos.streamcore.media;

import io.netty.buffer.ByteBuf;

/**
 * Where an open bitstream unit stands in a buffer; one without a size reaches to the end (<a
 * href="https://aomediacodec.github.io/av1-spec/#obu-header-syntax">AV1, 5.3.2</a>).
 *
 * <pre>
 * +-+----+-+-+-+----------------------+----------------+---------
 * |0|type|x|s|0| x: extension, 1 byte | s: LEB128 size | payload
 * +-+----+-+-+-+----------------------+----------------+---------
 * </pre>
 *
 * @param start index of the header
 * @param payload index of the first byte after header and size
 * @param end index after the last byte
 */
public record Av1Obu(int type, int start, int payload, int end) {
    public static final int SEQUENCE_HEADER = 1;
    public static final int TEMPORAL_DELIMITER = 2;
    public static final int FRAME_HEADER = 3;
    public static final int TILE_GROUP = 4;
    public static final int FRAME = 6;
    public static final int PADDING = 15;

    /** The longest LEB128 number that the specification allows, 4.10.5. */
    private static final int MAX_SIZE_BYTES = 8;

    /**
     * Finds the unit at an index.
     *
     * @param end index after the last byte that belongs to the access unit
     * @throws MediaException when it is cut off
     */
    public static Av1Obu at(ByteBuf in, int start, int end) throws MediaException {
        int header = in.getUnsignedByte(start);
        if ((header & 0x80) != 0) {
            throw new MediaException("OBU forbidden bit: 1 (expected: 0)");
        }
        int position = start + 1 + ((header >> 2) & 1);
        if ((header & 2) == 0) {
            if (position > end) {
                throw new MediaException("OBU header: cut off");
            }
            return new Av1Obu((header >> 3) & 0xf, start, position, end);
        }
        long size = 0;
        for (int i = 0; ; i++) {
            if (i == MAX_SIZE_BYTES || position >= end) {
                throw new MediaException("OBU size: cut off after " + i + " bytes");
            }
            int next = in.getUnsignedByte(position++);
            size |= (next & 0x7fL) << (7 * i);
            if ((next & 0x80) == 0) {
                break;
            }
        }
        if (size > end - position) {
            throw new MediaException(
                    "OBU size: " + size + " (expected: <= " + (end - position) + ")");
        }
        return new Av1Obu((header >> 3) & 0xf, start, position, position + (int) size);
    }
}
