package online.nexuscos.streamcore.rtmp.amf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

class Amf0FuzzTest {
    /** Bytes are refused, or what they mean survives being written and read again. */
    @FuzzTest(maxDuration = "2m")
    void reads_and_writes(byte[] bytes) {
        List<AmfValue> values;
        try {
            values = Amf0Reader.readAll(Unpooled.wrappedBuffer(bytes));
        } catch (RtmpException e) {
            return;
        }
        ByteBuf out = Unpooled.buffer();
        values.forEach(value -> Amf0Writer.write(out, value));
        try {
            assertThat(Amf0Reader.readAll(out)).isEqualTo(values);
        } catch (RtmpException e) {
            throw new AssertionError("written and not readable", e);
        }
    }
}
