package online.nexuscos.streamcore.rtmp.chunk;

import static online.nexuscos.streamcore.rtmp.amf.TestingBytes.buffer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import java.util.List;
import online.nexuscos.streamcore.rtmp.amf.TestingAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChunkWriterTest {
    private final TestingAllocator allocator = new TestingAllocator();

    @AfterEach
    void releases_everything() {
        allocator.requireAllReleased();
    }

    static List<ChunkCase> written() {
        return ChunkCase.written();
    }

    @ParameterizedTest
    @MethodSource("written")
    void writes(ChunkCase it) {
        ChunkWriter writer = new ChunkWriter(ChunkReader.INITIAL_CHUNK_SIZE);
        for (Received.Message message : it.messages()) {
            ByteBuf out = writer.write(allocator, message.raw());
            assertThat(out).isEqualTo(buffer(it.bytes()));
            assertThat(out.capacity()).as("sized at once").isEqualTo(out.readableBytes());
            out.release();
        }
    }

    @Test
    void writes_at_another_chunk_size() {
        ChunkWriter writer = new ChunkWriter(ChunkReader.INITIAL_CHUNK_SIZE);
        writer.setChunkSize(4096);
        ByteBuf out = writer.write(allocator, Received.Message.of(4, 0, 9, 1, "11*4096 22").raw());
        assertThat(out).isEqualTo(buffer("04 000000 001001 09 01000000 11*4096 c4 22"));
        out.release();
    }

    @Test
    void releases_the_payload() {
        ChunkWriter writer = new ChunkWriter(128);
        ByteBuf payload = allocator.buffer().writeByte(1);
        writer.write(allocator, new RawMessage(3, 0, 8, 1, payload)).release();
        assertThat(payload.refCnt()).isZero();
        ByteBuf refused = allocator.buffer().writeByte(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.write(allocator, new RawMessage(1, 0, 8, 1, refused)))
                .withMessage("chunk stream id: 1");
        assertThat(refused.refCnt()).isZero();
    }

    @Test
    void fails_fast_on_what_cannot_be_written() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ChunkWriter(0));
        ByteBuf tooLong = allocator.buffer(1 << 24).writeZero(1 << 24);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ChunkWriter(128).write(allocator, new RawMessage(3, 0, 8, 1, tooLong)))
                .withMessage("message length: 16777216");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RawMessage(3, 1L << 32, 8, 1, tooLong));
        assertThatIllegalArgumentException().isThrownBy(() -> new RawMessage(3, -1, 8, 1, tooLong));
    }
}
