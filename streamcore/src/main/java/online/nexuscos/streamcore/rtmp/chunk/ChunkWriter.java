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
    private static final int MESSAGE_HEADER_LENGTH = 11;
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
            ByteBuf out = allocator.buffer(length(id, message.timestamp(), length));
            writeHeader(out, id, message.timestamp(), message.type(), message.streamId(), length);
            writeRest(out, id, message.timestamp(), 0, payload);
            return out;
        } finally {
            payload.release();
        }
    }

    /** Bytes of all chunks of a message whose payload has {@code length} bytes. */
    public int length(int chunkStreamId, long timestamp, int length) {
        require(chunkStreamId, length);
        int chunkCount = Math.max(1, Math.ceilDiv(length, chunkSize));
        int headerLength = basicLength(chunkStreamId) + (isExtended(timestamp) ? 4 : 0);
        return MESSAGE_HEADER_LENGTH + length + chunkCount * headerLength;
    }

    /**
     * Appends the header of a message's first chunk. The first bytes of the payload may follow as
     * they are, up to a chunk's size; the others with {@link #writeRest}.
     */
    public void writeHeader(
            ByteBuf out, int chunkStreamId, long timestamp, int type, int streamId, int length) {
        require(chunkStreamId, length);
        boolean extended = isExtended(timestamp);
        writeBasicHeader(out, FORMAT_0, chunkStreamId);
        out.writeMedium(extended ? ChunkStream.EXTENDED : (int) timestamp);
        out.writeMedium(length).writeByte(type).writeIntLE(streamId);
        if (extended) {
            out.writeInt((int) timestamp);
        }
    }

    /**
     * Appends the rest of a message's payload, in chunks; {@code payload} stays unread.
     *
     * @param written bytes of the payload that have followed the header, less than a chunk's size
     */
    public void writeRest(
            ByteBuf out, int chunkStreamId, long timestamp, int written, ByteBuf payload) {
        int position = payload.readerIndex();
        int left = payload.readableBytes();
        int room = chunkSize - written;
        while (left > room) {
            out.writeBytes(payload, position, room);
            position += room;
            left -= room;
            room = chunkSize;
            writeBasicHeader(out, FORMAT_3, chunkStreamId);
            if (isExtended(timestamp)) {
                out.writeInt((int) timestamp);
            }
        }
        out.writeBytes(payload, position, left);
    }

    private static boolean isExtended(long timestamp) {
        return timestamp > MAX_TIMESTAMP_FIELD;
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
