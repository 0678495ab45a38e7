package online.nexuscos.streamcore.rtmp.chunk;

import static online.nexuscos.streamcore.rtmp.amf.TestingBytes.bytes;
import static online.nexuscos.streamcore.rtmp.amf.TestingBytes.hex;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what a reader yields as values that compare, and releases the payloads. */
final class Received implements MessageSink {
    /** A message whose payload is hexadecimal. */
    record Message(int chunkStreamId, long timestamp, int type, int streamId, String payload) {
        /** A message whose payload is in the notation of the tables. */
        static Message of(int chunkStreamId, long timestamp, int type, int streamId, String bytes) {
            return new Message(chunkStreamId, timestamp, type, streamId, hex(bytes(bytes)));
        }

        RawMessage raw() {
            return new RawMessage(
                    chunkStreamId,
                    timestamp,
                    type,
                    streamId,
                    Unpooled.wrappedBuffer(bytes(payload)));
        }
    }

    final List<Message> messages = new ArrayList<>();

    /** What to do at the first message, if anything. */
    @Nullable Runnable atFirst;

    @Override
    public void message(RawMessage raw) {
        messages.add(
                new Message(
                        raw.chunkStreamId(),
                        raw.timestamp(),
                        raw.type(),
                        raw.streamId(),
                        hex(raw.payload())));
        raw.payload().release();
        if (atFirst != null && messages.size() == 1) {
            atFirst.run();
        }
    }
}
