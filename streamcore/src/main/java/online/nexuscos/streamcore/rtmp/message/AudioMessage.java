package online.nexuscos.streamcore.rtmp.message;

import io.netty.buffer.ByteBuf;

/**
 * Audio of a message stream.
 *
 * <pre>
 * +------------------------ - -
 * | body of an FLV audio tag
 * +------------------------ - -
 * </pre>
 *
 * @param streamId the message stream
 * @param timestamp milliseconds; 32 bits, unsigned
 * @param payload owned by whoever holds the message; may be empty
 * @see <a href="https://rtmp.veriskope.com/pdf/rtmp_specification_1.0.pdf">RTMP 1.0, 7.1.4</a>
 */
public record AudioMessage(int streamId, long timestamp, ByteBuf payload) implements RtmpMessage {
    public static final int TYPE = 8;
}
