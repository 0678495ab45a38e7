package online.nexuscos.streamcore.rtmp.chunk;

import io.netty.buffer.ByteBuf;

/**
 * An RTMP message as the chunk stream carries it, its payload not looked into.
 *
 * @param timestamp milliseconds, an unsigned number of 32 bits that wraps around
 * @param payload owned by whoever holds the message
 * @see <a href="https://rtmp.veriskope.com/pdf/rtmp_specification_1.0.pdf">RTMP 1.0, 6.1</a>
 */
public record RawMessage(
        int chunkStreamId, long timestamp, int type, int streamId, ByteBuf payload) {
    public RawMessage {
        if (timestamp >>> 32 != 0) {
            throw new IllegalArgumentException("timestamp: " + timestamp);
        }
    }
}
