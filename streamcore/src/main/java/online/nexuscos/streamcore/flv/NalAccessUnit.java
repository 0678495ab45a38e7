package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.MediaException;

/**
 * An access unit of H.264 or HEVC as tags carry it (ISO/IEC 14496-15, 5.3.2 and 8.3.2): NAL units,
 * each after its length of 1, 2 or 4 bytes. What is stored of HEVC has no parameter sets: they
 * stand in the configuration alone.
 *
 * @param keyframe holds a slice of a picture at which a decoder can start
 * @param picture holds a slice at all
 * @param stored has 4-byte lengths and nothing to leave out, so that it can be passed on as it is
 * @param storedSize bytes it takes in that form
 */
public record NalAccessUnit(
        Codec codec, boolean keyframe, boolean picture, boolean stored, int storedSize) {
    private static final int STORED_LENGTH_SIZE = 4;
    private static final int AVC_SLICE = 1;
    private static final int AVC_IDR_SLICE = 5;
    private static final int HEVC_FIRST_RANDOM_ACCESS = 16;
    private static final int HEVC_LAST_RANDOM_ACCESS = 23;
    private static final int HEVC_LAST_SLICE = 31;
    private static final int HEVC_VPS = 32;
    private static final int HEVC_PPS = 34;

    /**
     * Walks through {@code in} without moving its indices.
     *
     * @param codec H.264 or HEVC
     * @throws MediaException when the lengths do not add up to the unit's size
     */
    public static NalAccessUnit inspect(Codec codec, ByteBuf in, int lengthSize)
            throws MediaException {
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
            int header = in.getUnsignedByte(position);
            keyframe |= isRandomAccess(codec, header);
            picture |= isSlice(codec, header);
            if (isLeftOut(codec, header)) {
                stored = false;
            } else {
                storedSize += STORED_LENGTH_SIZE + length;
            }
            position += length;
        }
        return new NalAccessUnit(codec, keyframe, picture, stored, storedSize);
    }

    /** A slice of an IDR picture; of HEVC any picture after which decoding can begin. */
    private static boolean isRandomAccess(Codec codec, int header) {
        int type = type(codec, header);
        return codec == Codec.HEVC
                ? type >= HEVC_FIRST_RANDOM_ACCESS && type <= HEVC_LAST_RANDOM_ACCESS
                : type == AVC_IDR_SLICE;
    }

    private static boolean isSlice(Codec codec, int header) {
        int type = type(codec, header);
        return codec == Codec.HEVC
                ? type <= HEVC_LAST_SLICE
                : type >= AVC_SLICE && type <= AVC_IDR_SLICE;
    }

    private static boolean isLeftOut(Codec codec, int header) {
        int type = type(codec, header);
        return codec == Codec.HEVC && type >= HEVC_VPS && type <= HEVC_PPS;
    }

    private static int type(Codec codec, int header) {
        return codec == Codec.HEVC ? (header >> 1) & 0x3f : header & 0x1f;
    }

    /** A copy of {@code in}, which {@link #inspect} has accepted, in the stored form. */
    public ByteBuf store(ByteBuf in, int lengthSize) {
        ByteBuf out = in.alloc().buffer(storedSize, storedSize);
        int end = in.writerIndex();
        int position = in.readerIndex();
        while (position < end) {
            int length = length(in, position, lengthSize);
            position += lengthSize;
            if (length > 0 && !isLeftOut(codec, in.getUnsignedByte(position))) {
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
