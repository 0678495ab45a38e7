package online.nexuscos.streamcore.srt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import online.nexuscos.streamcore.srt.packet.Sequence;
import online.nexuscos.streamcore.srt.packet.SrtPacket;
import online.nexuscos.streamcore.srt.packet.SrtPacket.Range;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Numbers wrap in the middle of each case. */
class SendWindowTest {
    private static final int FIRST = Sequence.MAX - 1;
    private static final long REST = 1000;

    private final List<ByteBuf> made = new ArrayList<>();
    private SendWindow window = new SendWindow(FIRST, 100);

    private void add(int count, long now) {
        for (int i = 0; i < count; i++) {
            ByteBuf packet = Unpooled.directBuffer(SrtPacket.HEADER);
            SrtPacket.writeDataHeader(packet, window.next(), 1, 0, 0, 7);
            made.add(packet);
            window.add(packet, now);
        }
    }

    private static int offset(@Nullable ByteBuf packet) {
        return Sequence.distance(FIRST, Objects.requireNonNull(packet).getInt(0));
    }

    private List<Integer> send() {
        List<Integer> sent = new ArrayList<>();
        for (ByteBuf next = window.pollFresh(); next != null; next = window.pollFresh()) {
            sent.add(offset(next));
        }
        return sent;
    }

    private List<Integer> again(long now) {
        List<Integer> sent = new ArrayList<>();
        for (ByteBuf next = window.pollAsked(now, REST);
                next != null;
                next = window.pollAsked(now, REST)) {
            assertThat(next.getByte(4) & 4).as("marked").isEqualTo(4);
            sent.add(offset(next));
        }
        return sent;
    }

    private static Range range(int from, int to) {
        return new Range(Sequence.plus(FIRST, from), Sequence.plus(FIRST, to));
    }

    @AfterEach
    void nothing_is_left() {
        window.close();
        assertThat(made).allMatch(packet -> packet.refCnt() == 0);
    }

    @Test
    void sends_each_once_and_keeps_it_until_it_is_acknowledged() {
        add(5, 0);
        assertThat(send()).containsExactly(0, 1, 2, 3, 4);
        assertThat(send()).isEmpty();
        assertThat(window.hasUnacknowledged()).isTrue();
        window.acknowledge(Sequence.plus(FIRST, 3));
        assertThat(made).extracting(ByteBuf::refCnt).containsExactly(0, 0, 0, 1, 1);
        window.acknowledge(Sequence.plus(FIRST, 5));
        assertThat(window.hasUnacknowledged()).isFalse();
    }

    @Test
    void sends_again_what_was_asked_for_and_not_more_often_than_can_be_needed() {
        add(6, 0);
        send();
        assertThat(window.ask(range(1, 3))).isNull();
        assertThat(window.ask(range(2, 2))).isNull();
        assertThat(again(10)).containsExactly(1, 2, 3);
        assertThat(again(10)).isEmpty();
        window.ask(range(2, 4));
        assertThat(again(10 + REST / 2)).containsExactly(4);
        window.ask(range(2, 2));
        assertThat(again(10 + REST)).containsExactly(2);
        assertThat(send()).isEmpty();
    }

    @Test
    void can_begin_again_at_the_oldest() {
        add(6, 0);
        send();
        window.acknowledge(Sequence.plus(FIRST, 1));
        window.askOldest(2);
        assertThat(again(10)).containsExactly(1, 2);
        window.askOldest(100);
        assertThat(again(2000)).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void tells_what_is_not_there_any_more() {
        add(6, 0);
        send();
        window.acknowledge(Sequence.plus(FIRST, 4));
        assertThat(window.ask(range(1, 4))).isEqualTo(range(1, 3));
        assertThat(again(10)).containsExactly(4);
        assertThat(window.ask(range(0, 2))).isEqualTo(range(0, 2));
        assertThat(again(2000)).isEmpty();
    }

    @Test
    void does_not_believe_what_cannot_be() {
        add(4, 0);
        assertThat(window.pollFresh()).isNotNull();
        window.acknowledge(Sequence.plus(FIRST, 3)); // two were never sent
        window.acknowledge(Sequence.plus(FIRST, -5));
        window.acknowledge(Sequence.plus(FIRST, 1 << 29));
        assertThat(window.first()).isEqualTo(FIRST);
        assertThat(window.ask(range(0, 2))).isNull();
        assertThat(window.ask(range(0, -1))).isNull();
        assertThat(window.ask(range(-(1 << 29), 0))).isNull();
        assertThat(again(10)).isEmpty();
        assertThat(send()).containsExactly(1, 2, 3);
    }

    @Test
    void gives_up_what_is_old_sent_or_not() {
        add(2, 0);
        send();
        add(2, 5);
        add(1, 50);
        window.ask(range(0, 1));
        assertThat(window.expire(100, 60)).isEqualTo(4);
        assertThat(again(100)).isEmpty();
        assertThat(send()).containsExactly(4);
        assertThat(window.expire(100, 60)).isZero();
    }

    @Test
    void has_a_bound() {
        add(50, 0);
        assertThat(window.isHalfEmpty()).isTrue();
        add(50, 0);
        assertThat(window.isHalfEmpty()).isFalse();
        assertThat(window.isFull()).isTrue();
        assertThatThrownBy(() -> add(1, 0)).hasMessage("packets in the window: 100");
        window.close();
        window = new SendWindow(FIRST, Integer.MAX_VALUE);
        add(SendWindow.SIZE, 0);
        assertThat(window.isFull()).isTrue();
    }
}
