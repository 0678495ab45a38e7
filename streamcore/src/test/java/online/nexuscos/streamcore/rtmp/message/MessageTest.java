package online.nexuscos.streamcore.rtmp.message;

import static online.nexuscos.streamcore.rtmp.amf.TestingBytes.buffer;
import static online.nexuscos.streamcore.rtmp.amf.TestingBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;
import online.nexuscos.streamcore.rtmp.amf.RtmpException;
import online.nexuscos.streamcore.rtmp.amf.TestingAllocator;
import online.nexuscos.streamcore.rtmp.chunk.RawMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageTest {
    record Refusal(String name, int type, String bytes, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final String FIRST = "08 000001 0003e8 00 000000 aa 0000000c ";
    private static final String SECOND = "09 000002 0003fc 00 000000 bbbb 0000000d ";

    private final TestingAllocator allocator = new TestingAllocator();
    private final List<RtmpMessage> received = new ArrayList<>();

    @AfterEach
    void releases_everything() {
        received.forEach(MessageTest::release);
        allocator.requireAllReleased();
    }

    static List<MessageCase> encoded() {
        return MessageCase.encoded();
    }

    static List<MessageCase> decodedOnly() {
        return MessageCase.decodedOnly();
    }

    static List<Refusal> refusals() {
        return List.of(
                new Refusal(
                        "chunk size 0", 1, "00000000", "chunk size: 0 (expected: 1 to 2147483647)"),
                new Refusal(
                        "chunk size 2^31",
                        1,
                        "80000000",
                        "chunk size: 2147483648 (expected: 1 to 2147483647)"),
                new Refusal("chunk size", 1, "000001", "set chunk size length: 3 (expected: 4)"),
                new Refusal("abort", 2, "", "abort length: 0 (expected: 4)"),
                new Refusal("ack", 3, "0000000000", "acknowledgement length: 5 (expected: 4)"),
                new Refusal("event", 4, "00", "user control length: 1 (expected: >= 2)"),
                new Refusal("ping", 4, "0006 000000", "user control 6 length: 5 (expected: >= 6)"),
                new Refusal(
                        "buffer length",
                        4,
                        "0003 00000001 0000",
                        "user control 3 length: 8 (expected: >= 10)"),
                new Refusal(
                        "window", 5, "00", "window acknowledgement size length: 1 (expected: 4)"),
                new Refusal(
                        "bandwidth", 6, "00000001", "set peer bandwidth length: 4 (expected: 5)"),
                new Refusal("empty command", 20, "", "command value count: 0 (expected: >= 2)"),
                new Refusal(
                        "name alone", 20, "02 0001 'a'", "command value count: 1 (expected: >= 2)"),
                new Refusal("no name", 20, "05 05", "command: Null, Null (expected: Text, Number)"),
                new Refusal(
                        "no transaction",
                        17,
                        "00 02 0001 'a' 05",
                        "command: Text, Null (expected: Text, Number)"),
                new Refusal(
                        "AMF3",
                        17,
                        "00 11 0a 0b 01",
                        "AMF0 type: 17, switch to AMF3 (expected: 0 to 3, 5, 6, 8, 10 to 12)"),
                new Refusal("data", 18, "02 0005 'a'", "AMF0 string: 5 (expected: <= 1 bytes)"),
                new Refusal(
                        "aggregate header", 22, "08 000001", "aggregate part: 11 (expected: <= 4)"),
                new Refusal(
                        "aggregate data",
                        22,
                        "08 ffffff 000000 00 000000 aa",
                        "aggregate part: 16777219 (expected: <= 1)"),
                new Refusal(
                        "aggregate without back pointer",
                        22,
                        "08 000001 000000 00 000000 aa 000000",
                        "aggregate part: 5 (expected: <= 4)"),
                new Refusal(
                        "aggregate in an aggregate",
                        22,
                        "16 000000 000000 00 000000 00000000",
                        "message type within an aggregate: 22 (expected: 8, 9 or 18)"));
    }

    @ParameterizedTest
    @MethodSource("encoded")
    void encodes(MessageCase it) {
        RawMessage raw = MessageEncoder.encode(it.message(), allocator);
        assertThat(raw).isEqualTo(it.raw(buffer(it.bytes())));
        raw.payload().release();
    }

    @ParameterizedTest
    @MethodSource({"encoded", "decodedOnly"})
    void decodes(MessageCase it) throws RtmpException {
        decode(it.raw(payload(it.bytes())));
        assertThat(received).containsExactly(it.message());
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refuses(Refusal it) {
        assertThatExceptionOfType(RtmpException.class)
                .isThrownBy(() -> decode(new RawMessage(3, 0, it.type, 0, payload(it.bytes))))
                .withMessage(it.message);
        assertThat(received).isEmpty();
    }

    @Test
    void takes_an_aggregate_apart() throws RtmpException {
        aggregate(5000, FIRST + SECOND + "12 000001 0003d4 00 000000 05 0000000c");
        assertThat(received)
                .containsExactly(
                        new AudioMessage(7, 5000, buffer("aa")),
                        new VideoMessage(7, 5020, buffer("bbbb")),
                        new DataMessage(7, 4980, List.of(new AmfValue.Null())));
    }

    @Test
    void aggregate_uses_the_upper_byte_and_wraps_around() throws RtmpException {
        aggregate(
                0xfffffff0L,
                "08 000000 fffff0 7f 000000 0000000b 08 000000 000010 80 000000 0000000b");
        assertThat(received)
                .containsExactly(
                        new AudioMessage(7, 0xfffffff0L, buffer("")),
                        new AudioMessage(7, 0x10, buffer("")));
    }

    @Test
    void aggregate_passes_on_what_precedes_a_fault() {
        assertThatExceptionOfType(RtmpException.class)
                .isThrownBy(() -> aggregate(0, FIRST + "09 000002"))
                .withMessage("aggregate part: 11 (expected: <= 4)");
        assertThat(received).containsExactly(new AudioMessage(7, 0, buffer("aa")));
    }

    @Test
    void empty_aggregate_is_nothing() throws RtmpException {
        aggregate(0, "");
        assertThat(received).isEmpty();
    }

    @Test
    void media_keeps_the_payload_it_came_with() throws RtmpException {
        ByteBuf payload = payload("aa");
        decode(new RawMessage(4, 0, VideoMessage.TYPE, 1, payload));
        assertThat(received.getFirst())
                .isInstanceOfSatisfying(
                        VideoMessage.class, it -> assertThat(it.payload()).isSameAs(payload));
    }

    @Test
    void fails_fast_on_what_cannot_be_encoded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessageEncoder.encode(new Unknown(19), allocator));
    }

    private void aggregate(long timestamp, String bytes) throws RtmpException {
        decode(new RawMessage(4, timestamp, Aggregate.TYPE, 7, payload(bytes)));
    }

    private void decode(RawMessage raw) throws RtmpException {
        MessageDecoder.decode(raw, received::add);
    }

    private ByteBuf payload(String bytes) {
        return allocator.directBuffer().writeBytes(bytes(bytes));
    }

    private static void release(RtmpMessage message) {
        if (message instanceof AudioMessage(int _, long _, ByteBuf payload)) {
            payload.release();
        } else if (message instanceof VideoMessage(int _, long _, ByteBuf payload)) {
            payload.release();
        }
    }
}
