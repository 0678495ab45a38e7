package online.nexuscos.streamcore.rtmp.chunk;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What later chunks of one chunk stream leave out because an earlier one said it. */
final class ChunkStream {
    /** The value of the 24-bit field that moves the time into a 32-bit field of its own. */
    static final int EXTENDED = 0xffffff;

    final int id;

    /** The 24-bit field of the last chunk that had one. */
    int timestampField;

    /** The same in full: from the extended field where there is one. 32 bits, unsigned. */
    int delta;

    int timestamp;
    int length;
    int type;
    int streamId;

    /** The message in transfer, as large as the whole message; null between messages. */
    @Nullable ByteBuf payload;

    ChunkStream(int id) {
        this.id = id;
    }
}
