package online.nexuscos.streamcore.srt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Optional;
import online.nexuscos.streamcore.srt.packet.SrtException;
import online.nexuscos.streamcore.srt.packet.SrtPacket;

/**
 * Whatever a listener answers, a call goes on or ends with a reason, and sends no more than it may.
 */
class SrtTransmissionFuzzTest {
    private static final int FIRST = 0x7fff_fff0;
    private static final int DATAGRAMS = 40;

    /** Datagrams, each behind a byte that tells its length. */
    @FuzzTest(maxDuration = "2m")
    void answers(byte[] bytes) {
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
        CallerHandshake handshake =
                new CallerHandshake(
                        new SrtCall("key", 120, Optional.empty(), 16), 1, FIRST, Optional.empty());
        Counting line = new Counting();
        SrtTransmission transmission =
                new SrtTransmission(
                        line,
                        allocator,
                        FIRST,
                        0,
                        0,
                        new CallerHandshake.Step.Agreed(7, 120, 8192),
                        Optional.empty());
        byte[] media = new byte[DATAGRAMS * SrtTransmission.PAYLOAD];
        transmission.write(Unpooled.wrappedBuffer(media), 0);
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        long nowUs = 0;
        while (in.readableBytes() > 1) {
            int length = Math.min(in.readUnsignedByte(), in.readableBytes());
            nowUs += 2000;
            transmission.pump(nowUs);
            try {
                SrtPacket packet = SrtPacket.read(in.readSlice(length));
                if (packet instanceof SrtPacket.HandshakePacket it) {
                    assertThat(handshake.answered(it.handshake())).isNotNull();
                }
                transmission.receive(packet, nowUs);
            } catch (SrtException e) {
                assertThat(e).hasMessageMatching("(?s).+");
            }
            transmission.look(nowUs);
        }
        long most = SrtTransmission.BURST + nowUs / SrtTransmission.PACE_US;
        assertThat(line.datagrams).isLessThanOrEqualTo(most);
        transmission.close();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    private static final class Counting implements SrtTransmission.Line {
        private long datagrams;

        @Override
        public void send(ByteBuf datagram) {
            datagrams++;
            datagram.release();
        }

        @Override
        public void send(SrtPacket packet) {}
    }
}
