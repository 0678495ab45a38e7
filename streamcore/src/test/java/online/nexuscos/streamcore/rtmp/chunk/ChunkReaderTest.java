package online.nexuscos.streamcore.rtmp.chunk;

import static online.nexuscos.streamcore.rtmp.amf.TestingBytes.buffer;
import static online.nexuscos.streamcore.rtmp.amf.TestingBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import online.nexuscos.streamcore.rtmp.amf.RtmpException;
import online.nexuscos.streamcore.rtmp.amf.TestingAllocator;
import online.nexuscos.streamcore.rtmp.amf.TestingBytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChunkReaderTest {
    record Refusal(String name, String bytes, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final TestingAllocator allocator = new TestingAllocator();
    private final ChunkReader reader = new ChunkReader(allocator);
    private final Received received = new Received();

    @AfterEach
    void releases_everything() {
        reader.close();
        allocator.requireAllReleased();
    }

    static List<ChunkCase> written() {
        return ChunkCase.written();
    }

    static List<ChunkCase> readOnly() {
        return ChunkCase.readOnly();
    }

    static List<Refusal> refusals() {
        return List.of(
                new Refusal(
                        "format 1 first", "44", "format on new chunk stream 4: 1 (expected: 0)"),
                new Refusal(
                        "format 2 first", "82", "format on new chunk stream 2: 2 (expected: 0)"),
                new Refusal(
                        "format 3 first", "c4", "format on new chunk stream 4: 3 (expected: 0)"),
                new Refusal(
                        "format 3 first, three-byte id",
                        "c1 ffff",
                        "format on new chunk stream 65599: 3 (expected: 0)"),
                new Refusal(
                        "format 0 within a message",
                        "04 000000 000081 09 01000000 11*128 04",
                        "format within message on 4: 0 (expected: 3)"),
                new Refusal(
                        "format 1 within a message",
                        "04 000000 000081 09 01000000 11*128 44",
                        "format within message on 4: 1 (expected: 3)"),
                new Refusal(
                        "message over limit",
                        "04 000000 010001 09 01000000",
                        "message length: 65537 (expected: <= 65536)"),
                new Refusal(
                        "longest message",
                        "04 000000 ffffff 09 01000000",
                        "message length: 16777215 (expected: <= 65536)"),
                new Refusal(
                        "chunk size 0",
                        "02 000000 000004 01 00000000 00000000",
                        "chunk size: 0 (expected: 1 to 2147483647)"),
                new Refusal(
                        "chunk size 2^31",
                        "02 000000 000004 01 00000000 80000000",
                        "chunk size: 2147483648 (expected: 1 to 2147483647)"),
                new Refusal(
                        "short set chunk size",
                        "02 000000 000003 01 00000000 000001",
                        "length of message type 1: 3 (expected: 4)"),
                new Refusal(
                        "long abort",
                        "02 000000 000005 02 00000000 0000000400",
                        "length of message type 2: 5 (expected: 4)"),
                new Refusal(
                        "empty set chunk size",
                        "02 000000 000000 01 00000000",
                        "length of message type 1: 0 (expected: 4)"),
                new Refusal(
                        "text", "'GET' 20 '/'", "format on new chunk stream 7: 1 (expected: 0)"));
    }

    @ParameterizedTest
    @MethodSource({"written", "readOnly"})
    void reads_however_split(ChunkCase it) throws RtmpException {
        byte[] bytes = bytes(it.bytes());
        for (List<ByteBuf> parts : TestingBytes.splits(bytes)) {
            Received split = new Received();
            try (ChunkReader fresh = new ChunkReader(allocator)) {
                for (ByteBuf part : parts) {
                    fresh.read(part, split);
                    assertThat(part.isReadable()).isFalse();
                }
                assertThat(fresh.bytesRead()).isEqualTo(bytes.length);
                assertThat(allocator.usedBytes()).as("in transfer at the end").isZero();
            }
            assertThat(split.messages).isEqualTo(it.messages());
        }
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refuses_however_split(Refusal it) {
        byte[] bytes = bytes(it.bytes);
        for (List<ByteBuf> parts : TestingBytes.splits(bytes)) {
            ChunkReader fresh = new ChunkReader(allocator);
            assertThatExceptionOfType(RtmpException.class)
                    .isThrownBy(() -> {
                        for (ByteBuf part : parts) {
                            fresh.read(part, received);
                        }
                    })
                    .withMessageEndingWith(it.message);
            allocator.requireAllReleased();
        }
        assertThat(received.messages).isEmpty();
    }

    @Test
    void checks_the_length_before_allocating() {
        assertThatExceptionOfType(RtmpException.class)
                .isThrownBy(() -> read("04 000000 ffffff 09 01000000 00"));
        assertThat(allocator.allocationCount()).isZero();
    }

    @Test
    void raises_the_message_length_when_told() throws RtmpException {
        reader.setMaxMessageLength(65537);
        reader.setChunkSize(Integer.MAX_VALUE);
        read("04 000000 010001 09 01000000 11*65537");
        assertThat(received.messages).hasSize(1);
        assertThatExceptionOfType(RtmpException.class)
                .isThrownBy(() -> read("05 000000 010002 09 01000000"))
                .withMessage("message length: 65538 (expected: <= 65537)");
    }

    @Test
    void allocates_exactly_one_direct_buffer_for_a_message() throws RtmpException {
        ByteBuf in = buffer("04 000000 000101 09 01000000 11*128 c4 22*128 c4 33");
        reader.read(
                in,
                message -> {
                    assertThat(message.payload().isDirect()).isTrue();
                    assertThat(message.payload().capacity()).isEqualTo(257);
                    message.payload().release();
                });
        assertThat(allocator.allocationCount()).isEqualTo(1);
    }

    @Test
    void limits_bytes_in_transfer() throws RtmpException {
        reader.setMaxMessageLength(8 * 1024 * 1024);
        read("04 000000 800000 09 01000000 11*128 05 000000 800000 09 01000000 11*128");
        assertThat(allocator.usedBytes()).isEqualTo(16 * 1024 * 1024);
        assertThatExceptionOfType(RtmpException.class)
                .isThrownBy(() -> read("06 000000 000001 09 01000000"))
                .withMessage("bytes of messages in transfer: 16777217 (expected: <= 16777216)");
        assertThat(allocator.allocationCount()).isEqualTo(2);
    }

    @Test
    void limits_chunk_streams() throws RtmpException {
        for (int i = 0; i < 32; i++) {
            read("%02x 000000 000000 09 01000000".formatted(2 + i));
            read("01 %02x01 000000 000000 09 01000000".formatted(i));
        }
        read("02 000000 000000 09 01000000 01 0001 000000 000000 09 01000000");
        assertThat(received.messages).hasSize(66);
        assertThatExceptionOfType(RtmpException.class)
                .isThrownBy(() -> read("3f 000000 000000 09 01000000"))
                .withMessage("chunk stream count: 65 (expected: <= 64)");
    }

    @Test
    void sink_changes_limits_for_the_next_byte() throws RtmpException {
        received.atFirst = () -> reader.setChunkSize(200);
        read("04 000000 000000 09 01000000 04 000000 0000c9 09 01000000 11*200 c4 22");
        assertThat(received.messages).hasSize(2);
    }

    @Test
    void sink_closes_the_reader() throws RtmpException {
        received.atFirst = reader::close;
        ByteBuf in = buffer("04 000000 000000 09 01000000 04 000000 000000 09 01000000 ff*20");
        reader.read(in, received);
        assertThat(received.messages).hasSize(1);
        assertThat(in.isReadable()).isFalse();
    }

    @Test
    void discards_bytes_after_an_error() throws RtmpException {
        assertThatExceptionOfType(RtmpException.class).isThrownBy(() -> read("c4 ff*40"));
        read("04 000000 000000 09 01000000");
        assertThat(received.messages).isEmpty();
        assertThat(reader.bytesRead()).isEqualTo(53);
    }

    @Test
    void releases_partial_messages_when_closed() throws RtmpException {
        read("04 000000 000081 09 01000000 11*128");
        read("00 00 000000 000081 09 01000000 11*5");
        assertThat(allocator.usedBytes()).isEqualTo(2 * 129);
        reader.close();
        reader.close();
        allocator.requireAllReleased();
    }

    @Test
    void aborts_within_a_chunk_when_told() throws RtmpException {
        read("04 000000 000081 09 01000000 11*5");
        reader.abort(4);
        reader.abort(4);
        reader.abort(77);
        reader.abort(-1);
        allocator.requireAllReleased();
        read("11*123 04 000000 000001 09 01000000 aa");
        assertThat(received.messages).containsExactly(Received.Message.of(4, 0, 9, 1, "aa"));
    }

    @Test
    void reads_what_ffmpeg_sends() throws IOException, RtmpException {
        byte[] bytes;
        try (InputStream in =
                Objects.requireNonNull(getClass().getResourceAsStream("ffmpeg.chunks"))) {
            bytes = in.readAllBytes();
        }
        read(TestingBytes.hex(bytes));
        assertThat(received.messages.stream().filter(it -> it.type() == 20)).hasSize(5);
        assertThat(received.messages.stream().filter(it -> it.type() == 18)).hasSize(1);
        assertThat(received.messages.stream().filter(it -> it.type() == 8)).hasSizeGreaterThan(9);
        assertThat(received.messages.stream().filter(it -> it.type() == 9)).hasSizeGreaterThan(9);
    }

    @Test
    void fails_fast_on_impossible_limits() {
        assertThatIllegalArgumentException().isThrownBy(() -> reader.setChunkSize(0));
        assertThatIllegalArgumentException().isThrownBy(() -> reader.setMaxMessageLength(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> reader.setMaxMessageLength(1 << 24));
    }

    private void read(String bytes) throws RtmpException {
        reader.read(buffer(bytes), received);
    }
}
