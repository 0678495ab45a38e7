package online.nexuscos.streamcore.srt.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Whatever comes in a datagram is a packet, or is refused with a reason. */
class SrtPacketFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void datagrams(byte[] bytes) {
        SrtPacket packet;
        try {
            packet = SrtPacket.read(Unpooled.wrappedBuffer(bytes));
        } catch (SrtException e) {
            assertThat(e).hasMessageMatching("(?s).+");
            return;
        }
        // What was understood is written such that it is understood again.
        ByteBuf out = Unpooled.buffer();
        packet.write(out);
        try {
            SrtPacket again = SrtPacket.read(out);
            assertThat(again.getClass()).isEqualTo(packet.getClass());
            assertThat(again.socketId()).isEqualTo(packet.socketId());
        } catch (SrtException e) {
            throw new AssertionError(packet.toString(), e);
        }
    }

    @FuzzTest(maxDuration = "2m")
    void key_material(byte[] bytes) {
        if (bytes.length > KeyMaterial.MAX_MESSAGE) {
            return;
        }
        try {
            KeyMaterial.unwrap(bytes, "a passphrase");
        } catch (SrtException | KeyMaterial.BadSecretException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }
}
