package online.nexuscos.streamcore.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import online.nexuscos.streamcore.rtmp.amf.RtmpException;
import online.nexuscos.streamcore.rtmp.amf.TestingAllocator;
import online.nexuscos.streamcore.rtmp.amf.TestingBytes;
import online.nexuscos.streamcore.rtmp.chunk.ChunkReader;
import online.nexuscos.streamcore.rtmp.chunk.ChunkWriter;
import online.nexuscos.streamcore.rtmp.chunk.RawMessage;

class MessageFuzzTest {
    /** What came of a connection's bytes; buffers compare by content. */
    private record Outcome(List<RtmpMessage> messages, String fault) {}

    /**
     * A connection's bytes mean the same however they are split, are refused with an {@link
     * RtmpException} alone, and leave no buffer behind.
     */
    @FuzzTest(maxDuration = "2m")
    void reads_and_decodes(byte[] bytes) {
        TestingAllocator allocator = new TestingAllocator();
        Outcome whole = read(List.of(Unpooled.wrappedBuffer(bytes)), allocator);
        Outcome single = read(TestingBytes.split(bytes, new Random(0), 1), allocator);
        Outcome random = read(TestingBytes.split(bytes, new Random(bytes.length), 7), allocator);
        assertThat(single).isEqualTo(whole);
        assertThat(random).isEqualTo(whole);
        allocator.requireAllReleased();
    }

    /** Every message that was read can be written and read again. */
    @FuzzTest(maxDuration = "2m")
    void writes_what_was_read(byte[] bytes) {
        TestingAllocator allocator = new TestingAllocator();
        int chunkSize = 1 + bytes.length % 200;
        try (ChunkReader reader = new ChunkReader(allocator)) {
            reader.read(
                    Unpooled.wrappedBuffer(bytes), raw -> writeAndRead(raw, chunkSize, allocator));
        } catch (RtmpException e) {
            assertThat(e).hasMessageContaining("expected");
        }
        allocator.requireAllReleased();
    }

    private static Outcome read(List<ByteBuf> parts, TestingAllocator allocator) {
        List<RtmpMessage> messages = new ArrayList<>();
        String fault = "";
        try (ChunkReader reader = new ChunkReader(allocator)) {
            for (ByteBuf part : parts) {
                reader.read(
                        part, raw -> MessageDecoder.decode(raw, it -> messages.add(unowned(it))));
                assertThat(part.isReadable()).isFalse();
            }
        } catch (RtmpException e) {
            fault = String.valueOf(e.getMessage());
        }
        return new Outcome(messages, fault);
    }

    /** The same message with a copy of its payload that needs no release. */
    private static RtmpMessage unowned(RtmpMessage message) {
        return switch (message) {
            case AudioMessage(int streamId, long timestamp, ByteBuf payload) ->
                    new AudioMessage(streamId, timestamp, unowned(payload));
            case VideoMessage(int streamId, long timestamp, ByteBuf payload) ->
                    new VideoMessage(streamId, timestamp, unowned(payload));
            case SetChunkSize _,
                    Abort _,
                    Acknowledgement _,
                    UserControl _,
                    WindowAcknowledgementSize _,
                    SetPeerBandwidth _,
                    Command _,
                    DataMessage _,
                    Unknown _ ->
                    message;
        };
    }

    private static ByteBuf unowned(ByteBuf payload) {
        byte[] bytes = new byte[payload.readableBytes()];
        payload.readBytes(bytes);
        payload.release();
        return Unpooled.wrappedBuffer(bytes);
    }

    private static void writeAndRead(RawMessage raw, int chunkSize, TestingAllocator allocator) {
        String payload = TestingBytes.hex(raw.payload());
        List<RawMessage> again = new ArrayList<>();
        ByteBuf out = new ChunkWriter(chunkSize).write(allocator, raw);
        try (ChunkReader reader = new ChunkReader(allocator)) {
            reader.setChunkSize(chunkSize);
            reader.read(out, again::add);
        } catch (RtmpException e) {
            throw new AssertionError("written and not readable", e);
        } finally {
            out.release();
        }
        assertThat(again).hasSize(1);
        RawMessage copy = again.getFirst();
        assertThat(TestingBytes.hex(copy.payload())).isEqualTo(payload);
        assertThat(copy.timestamp()).isEqualTo(raw.timestamp());
        assertThat(copy.chunkStreamId()).isEqualTo(raw.chunkStreamId());
        assertThat(copy.type()).isEqualTo(raw.type());
        assertThat(copy.streamId()).isEqualTo(raw.streamId());
        copy.payload().release();
    }
}
