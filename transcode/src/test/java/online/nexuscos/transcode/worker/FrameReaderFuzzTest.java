package online.nexuscos.transcode.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import online.nexuscos.streamcore.elementary.ElementaryFormat;
import online.nexuscos.streamcore.pull.SourceSink;

/** Whatever a worker sends is understood, or refused with a reason, and leaves nothing behind. */
class FrameReaderFuzzTest {
    private static final int STEP = 64;

    @FuzzTest(maxDuration = "2m")
    void frames(byte[] bytes) {
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
        try (FrameReader reader = new FrameReader(allocator, new Releasing())) {
            for (int at = 0; at < bytes.length; at += STEP) {
                reader.read(Unpooled.wrappedBuffer(bytes, at, Math.min(STEP, bytes.length - at)));
            }
        } catch (FrameException e) {
            assertThat(e).hasMessageMatching("[ -~]+");
        }
        assertThat(allocator.metric().usedDirectMemory()).isZero();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    /** Keeps nothing. */
    private static final class Releasing implements SourceSink {
        @Override
        public void tracks(List<ElementaryFormat> formats) {
            assertThat(formats).hasSizeLessThanOrEqualTo(FrameType.MAX_TRACKS);
        }

        @Override
        public void unit(int track, long dts, long pts, boolean keyframe, ByteBuf payload) {
            assertThat(payload.isReadable()).isTrue();
            payload.release();
        }

        @Override
        public void readComplete() {}

        @Override
        public void ended(End end, String reason) {
            assertThat(reason).hasSizeLessThanOrEqualTo(FrameType.MAX_TEXT);
        }
    }
}
