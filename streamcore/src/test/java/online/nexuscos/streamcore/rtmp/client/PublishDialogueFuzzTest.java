package online.nexuscos.streamcore.rtmp.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.rtmp.amf.RtmpException;
import online.nexuscos.streamcore.rtmp.amf.TestingAllocator;
import online.nexuscos.streamcore.rtmp.chunk.ChunkReader;
import online.nexuscos.streamcore.rtmp.message.MessageDecoder;
import online.nexuscos.streamcore.rtmp.message.RtmpMessage;

class PublishDialogueFuzzTest {
    /**
     * What a server sends after the handshake. It ends in the right to publish, in a refusal, in
     * nothing, or in a protocol error; once at most, and no buffer is left behind.
     */
    @FuzzTest(maxDuration = "2m")
    void messages(byte[] bytes) {
        TestingAllocator allocator = new TestingAllocator();
        List<String> outcomes = new ArrayList<>();
        PublishDialogue dialogue =
                new PublishDialogue(
                        RtmpAddress.parse("rtmp://host/live/secret-key", ""),
                        new PublishDialogue.Output() {
                            @Override
                            public void moved(RtmpAddress next) {}

                            @Override
                            public void send(RtmpMessage message) {}

                            @Override
                            public void publishing(int streamId) {
                                outcomes.add("publishing");
                            }

                            @Override
                            public void end(Ending ending) {
                                assertThat(ending.reason())
                                        .isNotEmpty()
                                        .doesNotContain("secret-key")
                                        .hasSizeLessThanOrEqualTo(120);
                                outcomes.add("end");
                            }
                        });
        dialogue.start();
        try (ChunkReader reader = new ChunkReader(allocator)) {
            reader.read(
                    Unpooled.wrappedBuffer(bytes),
                    raw -> MessageDecoder.decode(raw, dialogue::receive));
            dialogue.readComplete(reader.bytesRead());
        } catch (RtmpException e) {
            assertThat(e).hasMessageMatching("[ -~]+");
        }
        dialogue.leave();
        assertThat(outcomes).doesNotHaveDuplicates();
        allocator.requireAllReleased();
    }
}
