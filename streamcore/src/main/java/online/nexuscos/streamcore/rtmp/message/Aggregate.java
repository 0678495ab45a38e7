package online.nexuscos.streamcore.rtmp.message;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import online.nexuscos.streamcore.rtmp.amf.RtmpException;
import online.nexuscos.streamcore.rtmp.chunk.RawMessage;

/**
 * Several audio, video and data messages in one, laid out as FLV tags.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+-----------------------------------------------+
 * |     type      |                 data length                   |
 * +---------------+-------------------------------+---------------+
 * |           timestamp, lower 24 bits            | upper 8 bits  |
 * +-----------------------------------------------+---------------+
 * |                 stream id             |   data ...
 * +-----------------------------------------------+---------- - -
 * |             back pointer: 11 + data length                    |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * The first message is due at the aggregate's own timestamp and the others at their distance from
 * the first. The message stream is the aggregate's; back pointers are not looked at.
 *
 * @see <a href="https://rtmp.veriskope.com/pdf/rtmp_specification_1.0.pdf">RTMP 1.0, 7.1.6</a>
 */
final class Aggregate {
    static final int TYPE = 22;

    private static final int HEADER_LENGTH = 11;
    private static final int BACK_POINTER_LENGTH = 4;

    private Aggregate() {}

    /**
     * Decodes the messages inside {@code aggregate}, whose payload remains the caller's. Those
     * before a fault have been passed on when the fault is found.
     */
    static void decode(RawMessage aggregate, Consumer<RtmpMessage> out) throws RtmpException {
        ByteBuf in = aggregate.payload();
        long offset = 0;
        for (int count = 0; in.isReadable(); count++) {
            require(in, HEADER_LENGTH);
            int type = in.readUnsignedByte();
            int length = in.readUnsignedMedium();
            long timestamp = in.readUnsignedMedium() | ((long) in.readUnsignedByte() << 24);
            in.skipBytes(3);
            require(in, length + BACK_POINTER_LENGTH);
            if (type == TYPE) {
                throw new RtmpException("message type within an aggregate", type, "8, 9 or 18");
            }
            if (count == 0) {
                offset = aggregate.timestamp() - timestamp;
            }
            MessageDecoder.decode(
                    new RawMessage(
                            aggregate.chunkStreamId(),
                            (timestamp + offset) & 0xffffffffL,
                            type,
                            aggregate.streamId(),
                            in.readRetainedSlice(length)),
                    out);
            in.skipBytes(BACK_POINTER_LENGTH);
        }
    }

    private static void require(ByteBuf in, int length) throws RtmpException {
        if (in.readableBytes() < length) {
            throw new RtmpException("aggregate part", length, "<= " + in.readableBytes());
        }
    }
}
