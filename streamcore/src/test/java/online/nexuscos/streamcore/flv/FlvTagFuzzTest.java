package online.nexuscos.streamcore.flv;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.rtmp.amf.TestingAllocator;

class FlvTagFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void headers(byte[] bytes) {
        try {
            VideoTag.read(
                    Unpooled.wrappedBuffer(bytes),
                    (tag, trackId, nanos, body) -> {
                        assertPlace(trackId, nanos);
                        if (tag instanceof VideoTag.Unsupported refused) {
                            assertThat(refused.refusal()).matches("[ -~]+");
                        }
                    });
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("[ -~]+");
        }
        try {
            AudioTag.read(
                    Unpooled.wrappedBuffer(bytes),
                    (tag, trackId, nanos, body) -> {
                        assertPlace(trackId, nanos);
                        if (tag instanceof AudioTag.Unsupported refused) {
                            assertThat(refused.refusal()).matches("[ -~]+");
                        }
                    });
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("[ -~]+");
        }
    }

    private static void assertPlace(int trackId, int nanos) {
        assertThat(trackId).isBetween(0, 255);
        assertThat(nanos).isBetween(0, 999_999);
    }

    /** Access units and frames of the codecs without lengths before their parts. */
    @FuzzTest(maxDuration = "2m")
    void units(byte[] bytes) {
        TestingAllocator allocator = new TestingAllocator();
        for (Codec codec : Codec.values()) {
            ByteBuf in = allocator.buffer(Math.max(1, bytes.length)).writeBytes(bytes);
            try {
                if (codec.isVideo()) {
                    VideoUnit unit = VideoUnits.of(codec).read(in);
                    if (unit != null) {
                        unit.payload().release();
                    }
                } else {
                    assertThat(AudioUnits.of(codec).read(in).samples()).isPositive();
                }
            } catch (MediaException e) {
                assertThat(e).hasMessageMatching("[ -~]+");
            } finally {
                in.release();
            }
        }
        allocator.requireAllReleased();
    }

    /** What is stored is well formed, and the same access unit. */
    @FuzzTest(maxDuration = "2m")
    void access_units(byte[] bytes) {
        for (int lengthSize : new int[] {1, 2, 4}) {
            access_units(Codec.H264, lengthSize, bytes);
            access_units(Codec.HEVC, lengthSize, bytes);
        }
    }

    private static void access_units(Codec codec, int lengthSize, byte[] bytes) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        ByteBuf out = Unpooled.EMPTY_BUFFER;
        try {
            NalAccessUnit unit = NalAccessUnit.inspect(codec, in, lengthSize);
            out = unit.store(in, lengthSize);
            assertThat(NalAccessUnit.inspect(codec, out, 4))
                    .isEqualTo(
                            new NalAccessUnit(
                                    codec,
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
