package online.nexuscos.streamcore.rtmp.handshake;

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

class ServerHandshakeFuzzTest {
    private static final int LENGTH = 1536;

    /**
     * However split, the answers are the same, none or one, and nothing after the handshake is
     * touched.
     */
    @FuzzTest(maxDuration = "2m")
    void answers(byte[] bytes) {
        TestingAllocator allocator = new TestingAllocator();
        List<String> whole = read(List.of(Unpooled.wrappedBuffer(bytes)), allocator);
        List<ByteBuf> parts = TestingBytes.split(bytes, new Random(bytes.length), 700);
        assertThat(read(parts, allocator)).isEqualTo(whole);
        allocator.requireAllReleased();
    }

    private static List<String> read(List<ByteBuf> parts, TestingAllocator allocator) {
        ServerHandshake handshake = new ServerHandshake(new Random(1), 0);
        List<String> answers = new ArrayList<>();
        int consumed = 0;
        try {
            for (ByteBuf part : parts) {
                ByteBuf answer = handshake.read(part, allocator);
                if (answer != null) {
                    assertThat(answer.readableBytes()).isEqualTo(1 + 2 * LENGTH);
                    answers.add(TestingBytes.hex(answer));
                    answer.release();
                }
                consumed += part.readerIndex();
            }
        } catch (RtmpException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
        assertThat(answers).hasSize(consumed > LENGTH ? 1 : 0);
        assertThat(handshake.isDone()).isEqualTo(consumed == 1 + 2 * LENGTH);
        return answers;
    }
}
