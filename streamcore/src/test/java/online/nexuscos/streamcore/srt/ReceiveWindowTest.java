package online.nexuscos.streamcore.srt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.srt.packet.Sequence;
import online.nexuscos.streamcore.srt.packet.SrtPacket.Range;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiveWindowTest {
    private static final long LATENCY = 120_000;

    private final List<Integer> got = new ArrayList<>();
    private final List<ByteBuf> made = new ArrayList<>();
    private int lost;
    private int first = 100;
    private ReceiveWindow window = window(100);

    private ReceiveWindow window(int start) {
        first = start;
        return new ReceiveWindow(
                start,
                LATENCY,
                new ReceiveWindow.Output() {
                    @Override
                    public void next(ByteBuf payload) {
                        got.add(payload.readInt());
                        payload.release();
                    }

                    @Override
                    public void lost(int packets) {
                        lost += packets;
                    }
                });
    }

    private @Nullable Range take(int offset, long now) {
        ByteBuf payload = Unpooled.directBuffer(4).writeInt(offset);
        made.add(payload);
        return window.take(Sequence.plus(first, offset), payload, now);
    }

    private Range range(int from, int to) {
        return new Range(Sequence.plus(first, from), Sequence.plus(first, to));
    }

    @AfterEach
    void nothing_is_left() {
        window.close();
        assertThat(made).allMatch(payload -> payload.refCnt() == 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, Sequence.MAX - 1, Sequence.MAX})
    void puts_packets_in_order(int start) {
        window = window(start);
        assertThat(take(0, 0)).isNull();
        assertThat(take(3, 1)).isEqualTo(range(1, 2));
        assertThat(take(2, 2)).isNull();
        assertThat(got).containsExactly(0);
        assertThat(take(1, 3)).isNull();
        assertThat(got).containsExactly(0, 1, 2, 3);
        assertThat(window.next()).isEqualTo(Sequence.plus(start, 4));
        assertThat(window.hasGap()).isFalse();
        assertThat(lost).isZero();
    }

    @Test
    void takes_each_packet_once() {
        take(0, 0);
        take(0, 0);
        take(2, 0);
        take(2, 0);
        take(1, 0);
        take(1, 0);
        take(-1, 0);
        assertThat(got).containsExactly(0, 1, 2);
    }

    @Test
    void leaves_a_gap_that_lasts_too_long() {
        take(0, 0);
        take(2, 1000);
        take(5, 50_000);
        window.expire(LATENCY + 999);
        assertThat(got).containsExactly(0);
        window.expire(LATENCY + 1000);
        assertThat(got).containsExactly(0, 2);
        assertThat(lost).isEqualTo(1);
        window.expire(LATENCY + 50_000);
        assertThat(got).containsExactly(0, 2, 5);
        assertThat(lost).isEqualTo(3);
    }

    @Test
    void asks_again_for_what_is_overdue() {
        take(0, 0);
        take(3, 1000);
        take(5, 2000);
        assertThat(window.overdue(20_999, 20_000)).isEmpty();
        assertThat(window.overdue(21_000, 20_000)).containsExactly(range(1, 2));
        assertThat(window.overdue(22_000, 20_000)).containsExactly(range(4, 4));
        assertThat(window.overdue(23_000, 20_000)).isEmpty();
        assertThat(window.overdue(50_000, 20_000)).containsExactly(range(1, 2), range(4, 4));
    }

    @Test
    void goes_on_where_the_sender_has_given_up() {
        take(0, 0);
        take(4, 0);
        window.giveUp(range(0, 2));
        assertThat(lost).isEqualTo(2);
        take(3, 0);
        assertThat(got).containsExactly(0, 3, 4);
        window.giveUp(range(5, 9));
        assertThat(lost).isEqualTo(7);
        take(10, 0);
        assertThat(got).containsExactly(0, 3, 4, 10);
    }

    @Test
    void has_a_bound() {
        take(0, 0);
        assertThat(take(ReceiveWindow.SIZE + 1, 0)).isNull();
        assertThat(take(ReceiveWindow.SIZE, 0)).isEqualTo(range(1, ReceiveWindow.SIZE - 1));
        assertThat(window.free()).isZero();
        window.expire(LATENCY);
        assertThat(got).containsExactly(0, ReceiveWindow.SIZE);
        assertThat(window.free()).isEqualTo(ReceiveWindow.SIZE);
    }
}
