package online.nexuscos.streamcore.flv;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import online.nexuscos.streamcore.media.MediaException;

class FlvTagFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void headers(byte[] bytes) {
        try {
            if (VideoTag.read(Unpooled.wrappedBuffer(bytes)) instanceof VideoTag.Unsupported tag) {
                assertThat(tag.refusal()).matches("[ -~]+");
            }
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("[ -~]+");
        }
        try {
            if (AudioTag.read(Unpooled.wrappedBuffer(bytes)) instanceof AudioTag.Unsupported tag) {
                assertThat(tag.refusal()).matches("[ -~]+");
            }
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("[ -~]+");
        }
    }

    /** What is stored is well formed, and the same access unit. */
    @FuzzTest(maxDuration = "2m")
    void access_units(byte[] bytes) {
        for (int lengthSize : new int[] {1, 2, 4}) {
            ByteBuf in = Unpooled.wrappedBuffer(bytes);
            ByteBuf out = Unpooled.EMPTY_BUFFER;
            try {
                AvcAccessUnit unit = AvcAccessUnit.inspect(in, lengthSize);
                out = unit.store(in, lengthSize);
                assertThat(AvcAccessUnit.inspect(out, 4))
                        .isEqualTo(
                                new AvcAccessUnit(
                                        unit.keyframe(),
                                        unit.picture(),
                                        true,
                                        out.readableBytes()));
                assertThat(unit.stored()).isEqualTo(lengthSize == 4 && out.equals(in));
            } catch (MediaException e) {
                assertThat(e).hasMessageMatching("[ -~]+");
            } finally {
                out.release();
            }
        }
    }
}
