package online.nexuscos.streamcore.srt.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import online.nexuscos.streamcore.srt.packet.Handshake.Settings;
import online.nexuscos.streamcore.srt.packet.SrtPacket.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SrtPacketTest {
    static final Handshake ANSWER =
            new Handshake(
                    5,
                    2,
                    3,
                    0x1234,
                    1500,
                    8192,
                    Handshake.CONCLUSION,
                    77,
                    0xabcd,
                    Optional.of(new Settings(0x010503, 0x3f, 120, 250)),
                    Optional.empty(),
                    Optional.empty());

    static Stream<SrtPacket> packets() {
        return Stream.of(
                new SrtPacket.Data(
                        5, 9, 2, true, 1000, 42, Unpooled.wrappedBuffer(new byte[] {1, 2})),
                new SrtPacket.HandshakePacket(1, 0, ANSWER),
                new SrtPacket.KeepAlive(2, 3),
                new SrtPacket.Ack(7, 100, 10, 5, 8192, 250, 330_000, 9, 42),
                new SrtPacket.Nak(List.of(new Range(5, 5), new Range(7, 9)), 1, 2),
                new SrtPacket.Shutdown(1, 2),
                new SrtPacket.AckAck(7, 1, 2),
                new SrtPacket.Drop(new Range(1, 4), 1, 2),
                new SrtPacket.Other(4, 1, 2));
    }

    @ParameterizedTest
    @MethodSource("packets")
    void come_out_as_they_went_in(SrtPacket packet) throws SrtException {
        ByteBuf bytes = Unpooled.buffer();
        packet.write(bytes);
        assertThat(SrtPacket.read(bytes)).isEqualTo(packet);
    }

    @ParameterizedTest
    @MethodSource("packets")
    void are_refused_when_they_are_cut_off(SrtPacket packet) {
        ByteBuf whole = Unpooled.buffer();
        packet.write(whole);
        for (int length = 0; length < whole.readableBytes(); length++) {
            ByteBuf cut = whole.slice(0, length);
            try {
                assertThat(SrtPacket.read(cut)).isNotNull();
                assertThat(length).isGreaterThanOrEqualTo(SrtPacket.HEADER);
            } catch (SrtException e) {
                assertThat(e).hasMessageMatching(".+");
            }
        }
    }

    /** As libsrt 1.4 sends it: a conclusion with settings and the stream id "abcde". */
    @Test
    void reads_a_conclusion() throws SrtException {
        String hex =
                "80000000 00000000 0000000a 00000000"
                        + "00000005 0000 0005 1a2b3c4d 000005dc 00002000 ffffffff 11223344 55667788"
                        + "0100007f 00000000 00000000 00000000"
                        + "0001 0003 00010404 000000bf 0000 0078"
                        + "0005 0002 64636261 00000065";
        SrtPacket packet = SrtPacket.read(bytes(hex));
        assertThat(packet).isInstanceOf(SrtPacket.HandshakePacket.class);
        Handshake handshake = ((SrtPacket.HandshakePacket) packet).handshake();
        assertThat(handshake.stream()).contains("abcde");
        assertThat(handshake.settings()).contains(new Settings(0x010404, 0xbf, 0, 120));
        assertThat(handshake.type()).isEqualTo(Handshake.CONCLUSION);
        assertThat(handshake.firstSequence()).isEqualTo(0x1a2b3c4d);
        assertThat(handshake.socketId()).isEqualTo(0x11223344);
        assertThat(handshake.cookie()).isEqualTo(0x55667788);
    }

    @ParameterizedTest
    @CsvSource({
        "8000, packet: ends",
        "80000000 00000000 00000000 00000000 00000005, handshake length",
        "80030000 00000000 00000000 00000000 80000001, packet: ends",
        "80070000 00000000 00000000 00000000 00000001, packet: ends",
        "80020000 00000000 00000000 00000000, packet: ends",
    })
    void are_refused_with_a_reason(String hex, String reason) {
        assertThatThrownBy(() -> SrtPacket.read(bytes(hex)))
                .isInstanceOf(SrtException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void numbers_wrap() {
        assertThat(Sequence.plus(Sequence.MAX, 1)).isZero();
        assertThat(Sequence.plus(0, -1)).isEqualTo(Sequence.MAX);
        assertThat(Sequence.distance(Sequence.MAX, 3)).isEqualTo(4);
        assertThat(Sequence.distance(3, Sequence.MAX)).isEqualTo(-4);
    }

    static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
    }
}
