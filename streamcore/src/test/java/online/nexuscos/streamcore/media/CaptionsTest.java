package online.nexuscos.streamcore.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionsTest {
    private static ByteBuf unit(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
    }

    @ParameterizedTest
    @CsvSource({
        "H264, true,  0000000d 0604 0a b500314741393403c1ff 80",
        "H264, true,  00000002 0910 0000000d 0604 0a b500314741393403c1ff 80 00000001 65",
        "H264, true,  00000011 0605 02 aabb 04 0a b500314741393403c1ff 80",
        "H264, false, 00000001 65 0000000d 0604 0a b500314741393403c1ff 80",
        "H264, false, 0000000d 0604 0a b500314454473103c1ff 80",
        "H264, false, 0000000d 0604 07 b500314741393403c1ff 80",
        "H264, false, 0000000f 0604 0a b500314741393403c1ff 80",
        "H264, false, 00000005 06ffffffff",
        "H264, false, 7fffffff 06",
        "HEVC, true,  0000000e 4e01 04 0a b500314741393403c1ff 80",
        "HEVC, false, 0000000e 5001 04 0a b500314741393403c1ff 80",
        "AV1,  false, 0000000d 0604 0a b500314741393403c1ff 80",
    })
    void are_found_before_the_first_slice(Codec codec, boolean found, String hex) {
        ByteBuf unit = unit(hex);
        assertThat(Captions.areIn(codec, unit)).isEqualTo(found);
        assertThat(unit.readerIndex()).isZero();
    }

    @FuzzTest
    void any_bytes_are_looked_at(byte[] bytes) {
        ByteBuf unit = Unpooled.wrappedBuffer(bytes);
        for (Codec codec : Codec.values()) {
            Captions.areIn(codec, unit);
        }
    }
}
