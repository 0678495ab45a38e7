package online.nexuscos.streamcore.rtmp.chunk;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Cuts messages into chunks: each begins with a full header (format 0), which every reader
 * understands, and goes on with headers of format 3 that repeat an extended timestamp.
 *
 * @see ChunkReader for the layout
 */
public final class ChunkWriter {
    private static final int MAX_TIMESTAMP_FIELD = 0xfffffe;
    private static final int MAX_MESSAGE_LENGTH = 0xffffff;
    private static final int MAX_CHUNK_STREAM_ID = 65599;
    private static final int FORMAT_0 = 0;
    private static final int FORMAT_3 = 3 << 6;

    private int chunkSize;

    public ChunkWriter(int chunkSize) {
        setChunkSize(chunkSize);
    }

    /** Applies from the next message on. */
    public void setChunkSize(int chunkSize) {
        if (chunkSize < 1) {
            throw new IllegalArgumentException("chunk size: " + chunkSize + " (expected: >= 1)");
        }
        this.chunkSize = chunkSize;
    }

    /** All chunks of one message. Releases the message's payload. */
    public ByteBuf write(ByteBufAllocator allocator, RawMessage message) {
        ByteBuf payload = message.payload();
        try {
            int id = message.chunkStreamId();
            int length = payload.readableBytes();
            require(id, length);
            boolean extended = message.timestamp() > MAX_TIMESTAMP_FIELD;
            int chunkCount = Math.max(1, Math.ceilDiv(length, chunkSize));
            int headerLength = basicLength(id) + (extended ? 4 : 0);
            ByteBuf out = allocator.buffer(11 + length + chunkCount * headerLength);
            writeBasicHeader(out, FORMAT_0, id);
            out.writeMedium(extended ? ChunkStream.EXTENDED : (int) message.timestamp());
            out.writeMedium(length).writeByte(message.type()).writeIntLE(message.streamId());
            for (int i = 0; i < chunkCount; i++) {
                if (i > 0) {
                    writeBasicHeader(out, FORMAT_3, id);
                }
                if (extended) {
                    out.writeInt((int) message.timestamp());
                }
                out.writeBytes(payload, Math.min(chunkSize, payload.readableBytes()));
            }
            return out;
        } finally {
            payload.release();
        }
    }

    private static void require(int chunkStreamId, int length) {
        if (chunkStreamId < 2 || chunkStreamId > MAX_CHUNK_STREAM_ID) {
            throw new IllegalArgumentException("chunk stream id: " + chunkStreamId);
        }
        if (length > MAX_MESSAGE_LENGTH) {
            throw new IllegalArgumentException("message length: " + length);
        }
    }

    private static int basicLength(int id) {
        return id < 64 ? 1 : id < 320 ? 2 : 3;
    }

    private static void writeBasicHeader(ByteBuf out, int format, int id) {
        switch (basicLength(id)) {
            case 1 -> out.writeByte(format | id);
            case 2 -> out.writeByte(format).writeByte(id - 64);
            default -> out.writeByte(format | 1).writeShortLE(id - 64);
        }
    }
}
