package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.MediaException;

/** The fields that audio and video tags share. */
final class FlvFields {
    /** Data that modifies or extends the packet, before the rest of its header. */
    static final int MOD_EX = 7;

    private static final int LONG_MOD_EX = 256;
    private static final int TIMESTAMP_OFFSET_NANO = 0;
    private static final int NANO_SIZE = 3;
    private static final int MAX_NANOS = 999_999;
    private static final int MAX_MOD_EX = 16;

    private FlvFields() {}

    static void require(ByteBuf in, int bytes, String kind) throws MediaException {
        if (in.readableBytes() < bytes) {
            throw new MediaException(
                    kind + " tag: ends " + (bytes - in.readableBytes()) + " bytes too early");
        }
    }

    static int fourCc(ByteBuf in, String kind) throws MediaException {
        require(in, FourCc.LENGTH, kind);
        return in.readInt();
    }

    /**
     * Reads ModEx data until a packet type of another kind comes.
     *
     * @return nanoseconds in the upper bits, the packet type in the lower four
     */
    static int modEx(ByteBuf in, String kind) throws MediaException {
        int nanos = 0;
        for (int i = 0; i < MAX_MOD_EX; i++) {
            require(in, 1, kind);
            int size = in.readUnsignedByte() + 1;
            if (size == LONG_MOD_EX) {
                require(in, 2, kind);
                size = in.readUnsignedShort() + 1;
            }
            require(in, size + 1, kind);
            int next = in.getUnsignedByte(in.readerIndex() + size);
            if (next >> 4 == TIMESTAMP_OFFSET_NANO) {
                nanos = nanos(in, size, kind);
            }
            in.skipBytes(size + 1);
            if ((next & 0xf) != MOD_EX) {
                return (nanos << 4) | (next & 0xf);
            }
        }
        throw new MediaException(kind + " tag: more than " + MAX_MOD_EX + " ModEx in a row");
    }

    private static int nanos(ByteBuf in, int size, String kind) throws MediaException {
        int nanos = size < NANO_SIZE ? -1 : in.getUnsignedMedium(in.readerIndex());
        if (nanos < 0 || nanos > MAX_NANOS) {
            throw new MediaException(
                    kind
                            + " tag: time stamp offset of "
                            + nanos
                            + " ns in "
                            + size
                            + " bytes (expected: 0 to "
                            + MAX_NANOS
                            + " in 3)");
        }
        return nanos;
    }
}
