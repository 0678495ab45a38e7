package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.MediaException;

/**
 * An H.264 access unit as tags carry it (ISO/IEC 14496-15, 5.3.2): NAL units, each after its length
 * of 1, 2 or 4 bytes.
 *
 * @param keyframe holds a slice of an IDR picture
 * @param picture holds a slice at all
 * @param stored has 4-byte lengths and no empty NAL unit, so that it can be passed on as it is
 * @param storedSize bytes it takes in that form
 */
public record AvcAccessUnit(boolean keyframe, boolean picture, boolean stored, int storedSize) {
    private static final int STORED_LENGTH_SIZE = 4;
    private static final int SLICE = 1;
    private static final int IDR_SLICE = 5;

    /**
     * Walks through {@code in} without moving its indices.
     *
     * @throws MediaException when the lengths do not add up to the unit's size
     */
    public static AvcAccessUnit inspect(ByteBuf in, int lengthSize) throws MediaException {
        boolean keyframe = false;
        boolean picture = false;
        boolean stored = lengthSize == STORED_LENGTH_SIZE;
        int storedSize = 0;
        int end = in.writerIndex();
        int position = in.readerIndex();
        while (position < end) {
            if (end - position < lengthSize) {
                throw new MediaException(
                        "NAL length: cut off after " + (end - position) + " of " + lengthSize);
            }
            int length = length(in, position, lengthSize);
            position += lengthSize;
            if (length < 0 || length > end - position) {
                throw new MediaException(
                        "NAL length: "
                                + Integer.toUnsignedString(length)
                                + " (expected: <= "
                                + (end - position)
                                + ")");
            }
            if (length == 0) {
                stored = false;
                continue;
            }
            int type = in.getByte(position) & 0x1f;
            keyframe |= type == IDR_SLICE;
            picture |= type >= SLICE && type <= IDR_SLICE;
            storedSize += STORED_LENGTH_SIZE + length;
            position += length;
        }
        return new AvcAccessUnit(keyframe, picture, stored, storedSize);
    }

    /** A copy of {@code in}, which {@link #inspect} has accepted, in the stored form. */
    public ByteBuf store(ByteBuf in, int lengthSize) {
        ByteBuf out = in.alloc().buffer(storedSize, storedSize);
        int end = in.writerIndex();
        int position = in.readerIndex();
        while (position < end) {
            int length = length(in, position, lengthSize);
            position += lengthSize;
            if (length > 0) {
                out.writeInt(length).writeBytes(in, position, length);
            }
            position += length;
        }
        return out;
    }

    private static int length(ByteBuf in, int position, int lengthSize) {
        return switch (lengthSize) {
            case 1 -> in.getUnsignedByte(position);
            case 2 -> in.getUnsignedShort(position);
            case STORED_LENGTH_SIZE -> in.getInt(position);
            default -> throw new IllegalArgumentException("NAL length size: " + lengthSize);
        };
    }
}
