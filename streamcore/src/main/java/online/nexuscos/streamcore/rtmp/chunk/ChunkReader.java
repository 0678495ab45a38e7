package online.nexuscos.streamcore.rtmp.chunk;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.Arrays;
import online.nexuscos.streamcore.rtmp.amf.RtmpException;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages together from the chunks of one connection. Not thread-safe.
 *
 * <pre>
 *  Basic header        chunk stream id in 1, 2 or 3 bytes
 * +--+------+          +--+------+--------+          +--+------+--------+--------+
 * |ft|  id  | 2 - 63   |ft|   0  | id - 64| 64 - 319 |ft|   1  |  id - 64, LSB first, - 65599
 * +--+------+          +--+------+--------+          +--+------+--------+--------+
 *
 *  Message header      of format 0: 11 bytes, 1: the first 7, 2: the first 3, 3: none
 * +--------------------------+--------------------------+--------+-----------------------------+
 * | 24 timestamp; 1, 2: delta|    24 message length     | 8 type |  32 stream id, LSB first    |
 * +--------------------------+--------------------------+--------+-----------------------------+
 *
 *  Extended timestamp  where the 24-bit timestamp or delta is 0xffffff
 * +-----------------------------------+
 * |       32 timestamp or delta       |
 * +-----------------------------------+
 * </pre>
 *
 * <p>Where peers differ:
 *
 * <ul>
 *   <li>On later chunks of a message (format 3) the extended timestamp is repeated or not. It is
 *       taken as repeated if the next four bytes are those of the message's own. On format 3 at the
 *       start of a message it must be there, 5.3.1.3, and is the delta.
 *   <li>librtmp begins chunk stream 2 with format 1. That is accepted on this one chunk stream, as
 *       if a message at time 0 on message stream 0 had gone before.
 *   <li>A message header (formats 0 to 2) within a message is an error: a sender that gives a
 *       message up says so with Abort Message, so this one is out of step, and what would be put
 *       together from it is anybody's guess.
 * </ul>
 *
 * <p>Set Chunk Size and Abort Message are applied here, at the byte where they take effect, and not
 * passed on.
 *
 * @see <a href="https://rtmp.veriskope.com/pdf/rtmp_specification_1.0.pdf">RTMP 1.0, 5.3 and
 *     5.4</a>
 */
public final class ChunkReader implements AutoCloseable {
    /** Both sides begin with this chunk size, 5.4.1. */
    public static final int INITIAL_CHUNK_SIZE = 128;

    /** What a connection may send before it has been accepted as a publisher. */
    public static final int INITIAL_MAX_MESSAGE_LENGTH = 64 * 1024;

    static final int MAX_CHUNK_STREAMS = 64;

    /** Memory of all messages in transfer; the length field of a message cannot exceed it. */
    static final int MAX_PARTIAL_BYTES = 16 * 1024 * 1024;

    private static final int MAX_MESSAGE_LENGTH = 0xffffff;
    private static final int MAX_HEADER_LENGTH = 3 + 11 + 4;
    private static final int[] MESSAGE_HEADER_LENGTHS = {11, 7, 3, 0};
    private static final int CONTROL_CHUNK_STREAM = 2;
    private static final int SET_CHUNK_SIZE = 1;
    private static final int ABORT = 2;
    private static final int MORE = -1;

    private enum State {
        HEADER,
        PAYLOAD,
        CLOSED
    }

    private final ByteBufAllocator allocator;

    /** The chunk streams with one-byte ids, which are all that most encoders use. */
    private final @Nullable ChunkStream[] lowStreams = new @Nullable ChunkStream[64];

    private final IntObjectMap<ChunkStream> highStreams = new IntObjectHashMap<>();

    /** The bytes of a header, first the {@link #heldLength} bytes from earlier buffers. */
    private final byte[] header = new byte[MAX_HEADER_LENGTH];

    private int heldLength;
    private State state = State.HEADER;
    private ChunkStream current = new ChunkStream(0);
    private int chunkRemaining;
    private int chunkSize = INITIAL_CHUNK_SIZE;
    private int maxMessageLength = INITIAL_MAX_MESSAGE_LENGTH;
    private int streamCount;
    private int partialBytes;
    private long bytesRead;

    /**
     * @param allocator of the payloads' buffers, which are direct
     */
    public ChunkReader(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /**
     * Reads everything that {@code in} holds. After an error or {@link #close} the bytes are
     * discarded.
     */
    public void read(ByteBuf in, MessageSink sink) throws RtmpException {
        int readable = in.readableBytes();
        bytesRead += readable;
        try {
            run(in, sink);
        } catch (RtmpException e) {
            close();
            throw e;
        } finally {
            in.skipBytes(in.readableBytes());
        }
    }

    /** Applies from the next chunk on, also to the rest of a message in transfer. */
    public void setChunkSize(int chunkSize) {
        if (chunkSize < 1) {
            throw new IllegalArgumentException("chunk size: " + chunkSize + " (expected: >= 1)");
        }
        this.chunkSize = chunkSize;
    }

    /** The longest message to accept from the next message header on, in bytes, up to 2^24 - 1. */
    public void setMaxMessageLength(int maxMessageLength) {
        if (maxMessageLength < 0 || maxMessageLength > MAX_MESSAGE_LENGTH) {
            throw new IllegalArgumentException("maximal message length: " + maxMessageLength);
        }
        this.maxMessageLength = maxMessageLength;
    }

    /** Discards the message in transfer on a chunk stream, if there is one. */
    public void abort(int chunkStreamId) {
        ChunkStream stream = find(chunkStreamId);
        if (stream != null) {
            discard(stream);
        }
    }

    /** Everything ever given to {@link #read}, for the acknowledgements. */
    public long bytesRead() {
        return bytesRead;
    }

    /** Releases the messages in transfer. */
    @Override
    public void close() {
        state = State.CLOSED;
        for (ChunkStream stream : lowStreams) {
            if (stream != null) {
                discard(stream);
            }
        }
        highStreams.values().forEach(this::discard);
    }

    private void run(ByteBuf in, MessageSink sink) throws RtmpException {
        while (in.isReadable()) {
            switch (state) {
                case HEADER -> readHeader(in, sink);
                case PAYLOAD -> readPayload(in, sink);
                case CLOSED -> {
                    return;
                }
            }
        }
    }

    private void readHeader(ByteBuf in, MessageSink sink) throws RtmpException {
        int taken = Math.min(header.length - heldLength, in.readableBytes());
        in.getBytes(in.readerIndex(), header, heldLength, taken);
        int available = heldLength + taken;
        int length = headerLength(available);
        if (length == MORE) {
            in.skipBytes(taken);
            heldLength = available;
            return;
        }
        // Fewer bytes than were held: those that began like an extended timestamp are payload.
        int surplus = Math.max(heldLength - length, 0);
        in.skipBytes(Math.max(length - heldLength, 0));
        heldLength = 0;
        beginChunk(length, sink);
        if (surplus > 0) {
            run(Unpooled.wrappedBuffer(Arrays.copyOfRange(header, length, length + surplus)), sink);
        }
    }

    /** The length of the header that {@link #header} begins with, {@link #MORE} if unfinished. */
    private int headerLength(int available) throws RtmpException {
        int basicLength = basicLength();
        if (available < basicLength) {
            return MORE;
        }
        int format = format();
        ChunkStream stream = find(chunkStreamId());
        requireKnown(stream, format);
        int length = basicLength + MESSAGE_HEADER_LENGTHS[format];
        if (available < length) {
            return MORE;
        }
        if (format < 3) {
            boolean extended = unsigned24(basicLength) == ChunkStream.EXTENDED;
            return complete(extended ? length + 4 : length, available);
        }
        if (stream == null || stream.timestampField != ChunkStream.EXTENDED) {
            return length;
        }
        if (stream.payload == null) {
            return complete(length + 4, available);
        }
        for (int i = 0; i < 4; i++) {
            if (length + i == available) {
                return MORE;
            }
            if (header[length + i] != (byte) (stream.delta >>> (24 - 8 * i))) {
                return length;
            }
        }
        return length + 4;
    }

    private static int complete(int length, int available) {
        return length <= available ? length : MORE;
    }

    private void requireKnown(@Nullable ChunkStream stream, int format) throws RtmpException {
        int id = chunkStreamId();
        if (stream == null && format != 0 && !(format == 1 && id == CONTROL_CHUNK_STREAM)) {
            throw new RtmpException("chunk format on new chunk stream " + id, format, "0");
        }
        if (stream != null && stream.payload != null && format != 3) {
            throw new RtmpException("chunk format within message on " + id, format, "3");
        }
    }

    private void beginChunk(int headerLength, MessageSink sink) throws RtmpException {
        int id = chunkStreamId();
        ChunkStream known = find(id);
        ChunkStream stream = known == null ? add(id) : known;
        current = stream;
        ByteBuf payload = stream.payload;
        if (payload == null) {
            beginMessage(stream, headerLength);
            payload = allocate(stream);
        }
        chunkRemaining = Math.min(chunkSize, payload.writableBytes());
        state = State.PAYLOAD;
        if (chunkRemaining == 0) {
            endChunk(sink);
        }
    }

    /** Takes the fields of a header, which is that of a message's first chunk. */
    private void beginMessage(ChunkStream stream, int headerLength) {
        int basicLength = basicLength();
        int format = format();
        if (format < 3) {
            stream.timestampField = unsigned24(basicLength);
            stream.delta = stream.timestampField;
        }
        if (stream.timestampField == ChunkStream.EXTENDED) {
            stream.delta = (int) unsigned32(headerLength - 4);
        }
        stream.timestamp = format == 0 ? stream.delta : stream.timestamp + stream.delta;
        if (format < 2) {
            stream.length = unsigned24(basicLength + 3);
            stream.type = header[basicLength + 6] & 0xff;
        }
        if (format == 0) {
            stream.streamId = Integer.reverseBytes((int) unsigned32(basicLength + 7));
        }
    }

    private ByteBuf allocate(ChunkStream stream) throws RtmpException {
        int length = stream.length;
        if (length > maxMessageLength) {
            throw new RtmpException("message length", length, "<= " + maxMessageLength);
        }
        if (partialBytes + length > MAX_PARTIAL_BYTES) {
            throw new RtmpException(
                    "bytes of messages in transfer",
                    partialBytes + length,
                    "<= " + MAX_PARTIAL_BYTES);
        }
        ByteBuf payload =
                length == 0 ? Unpooled.EMPTY_BUFFER : allocator.directBuffer(length, length);
        partialBytes += length;
        stream.payload = payload;
        return payload;
    }

    private void readPayload(ByteBuf in, MessageSink sink) throws RtmpException {
        int length = Math.min(chunkRemaining, in.readableBytes());
        ByteBuf payload = current.payload;
        if (payload == null) { // aborted from outside within a chunk
            in.skipBytes(length);
        } else {
            in.readBytes(payload, length);
        }
        chunkRemaining -= length;
        if (chunkRemaining == 0) {
            endChunk(sink);
        }
    }

    private void endChunk(MessageSink sink) throws RtmpException {
        state = State.HEADER;
        ChunkStream stream = current;
        ByteBuf payload = stream.payload;
        if (payload == null || payload.isWritable()) {
            return;
        }
        stream.payload = null;
        partialBytes -= stream.length;
        if (stream.type == SET_CHUNK_SIZE || stream.type == ABORT) {
            control(stream.type, payload);
        } else {
            sink.message(
                    new RawMessage(
                            stream.id,
                            Integer.toUnsignedLong(stream.timestamp),
                            stream.type,
                            stream.streamId,
                            payload));
        }
    }

    private void control(int type, ByteBuf payload) throws RtmpException {
        try {
            if (payload.readableBytes() != 4) {
                throw new RtmpException(
                        "length of message type " + type, payload.readableBytes(), "4");
            }
            long value = payload.readUnsignedInt();
            if (type == ABORT) {
                abort((int) Math.min(value, Integer.MAX_VALUE));
            } else if (value < 1 || value > Integer.MAX_VALUE) {
                throw new RtmpException("chunk size", value, "1 to " + Integer.MAX_VALUE);
            } else {
                chunkSize = (int) value;
            }
        } finally {
            payload.release();
        }
    }

    private void discard(ChunkStream stream) {
        ByteBuf payload = stream.payload;
        if (payload != null) {
            stream.payload = null;
            partialBytes -= stream.length;
            payload.release();
        }
    }

    private @Nullable ChunkStream find(int id) {
        return id >= 0 && id < lowStreams.length ? lowStreams[id] : highStreams.get(id);
    }

    private ChunkStream add(int id) throws RtmpException {
        if (streamCount == MAX_CHUNK_STREAMS) {
            throw new RtmpException("chunk stream count", streamCount + 1, "<= 64");
        }
        streamCount++;
        ChunkStream stream = new ChunkStream(id);
        if (id < lowStreams.length) {
            lowStreams[id] = stream;
        } else {
            highStreams.put(id, stream);
        }
        return stream;
    }

    private int format() {
        return (header[0] & 0xff) >> 6;
    }

    private int basicLength() {
        int low = header[0] & 0x3f;
        return low > 1 ? 1 : low + 2;
    }

    private int chunkStreamId() {
        int low = header[0] & 0x3f;
        return switch (low) {
            case 0 -> 64 + (header[1] & 0xff);
            case 1 -> 64 + (header[1] & 0xff) + ((header[2] & 0xff) << 8);
            default -> low;
        };
    }

    private int unsigned24(int index) {
        return ((header[index] & 0xff) << 16)
                | ((header[index + 1] & 0xff) << 8)
                | (header[index + 2] & 0xff);
    }

    private long unsigned32(int index) {
        return ((header[index] & 0xffL) << 24) | unsigned24(index + 1);
    }
}
