package online.nexuscos.streamcore.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProducerReferenceTimeTest {
    @Test
    void box_has_the_time_as_ntp_writes_it() {
        ByteBuf out = Unpooled.buffer(40).writeZero(40);
        long halfPastMs = Instant.parse("1970-01-01T00:00:01.500Z").toEpochMilli();
        ProducerReferenceTime.write(out, 4, 0x123456789aL, halfPastMs);
        assertThat(ByteBufUtil.hexDump(out))
                .isEqualTo(
                        "00000000"
                                + "00000020"
                                + "70726674"
                                + "01000001"
                                + "00000001"
                                + "83aa7e81"
                                + "80000000"
                                + "000000123456789a"
                                + "00000000");
    }
}
