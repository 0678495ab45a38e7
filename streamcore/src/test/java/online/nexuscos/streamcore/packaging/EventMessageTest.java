package online.nexuscos.streamcore.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import online.nexuscos.streamcore.hub.TestingMedia;
import online.nexuscos.streamcore.media.Cue;
import org.junit.jupiter.api.Test;

class EventMessageTest {
    private static String hex(String ascii) {
        return ByteBufUtil.hexDump(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void box_has_the_tag_and_its_time() {
        EventMessage message = new EventMessage(new Cue("score", "1:0"));
        ByteBuf out = Unpooled.buffer(message.size() + 2).writeZero(message.size() + 2);
        message.write(out, 1, 90_000, 0x1_0000_0001L, 5);
        String text = "03" + hex("score") + "00" + hex("1:0");
        assertThat(ByteBufUtil.hexDump(out))
                .isEqualTo(
                        "00"
                                + "0000005c"
                                + hex("emsg")
                                + "01000000"
                                + "00015f90"
                                + "0000000100000001"
                                + "ffffffff"
                                + "00000005"
                                + hex("https://aomedia.org/emsg/ID3")
                                + "00"
                                + "00"
                                + hex("ID3")
                                + "040000"
                                + "00000014"
                                + hex("TXXX")
                                + "0000000a"
                                + "0000"
                                + text
                                + "00");
    }

    /** A size of 7 bits a byte. */
    @Test
    void long_values_have_their_length() {
        EventMessage message = new EventMessage(new Cue("n", "v".repeat(Cue.MAX_VALUE_LENGTH)));
        ByteBuf out = Unpooled.buffer(message.size()).writeZero(message.size());
        message.write(out, 0, 1, 0, 0);
        int tag = 32 + EventMessage.SCHEME.length() + 2;
        assertThat(ByteBufUtil.hexDump(out, tag + 6, 4)).isEqualTo("0000200d");
        assertThat(ByteBufUtil.hexDump(out, tag + 14, 4)).isEqualTo("00002003");
    }

    @Test
    void lane_is_bounded_and_a_late_cue_is_put_where_its_part_begins() {
        WallClock clock = new WallClock();
        clock.arrived(10, 1_000_000);
        CueLane lane = new CueLane(clock);
        for (int i = 0; i < CueLane.MAX_CUES; i++) {
            assertThat(lane.add(i, 5, new Cue("n", ""))).isTrue();
        }
        assertThat(lane.add(99, 5, new Cue("n", ""))).isFalse();
        int size = lane.size();
        ByteBuf out = Unpooled.buffer(size).writeZero(size);
        lane.write(out, 0, TestingMedia.VIDEO, 990_000);
        assertThat(out.getLong(16)).isEqualTo(990_000);
        assertThat(lane.ofSegment())
                .hasSize(CueLane.MAX_CUES)
                .allMatch(each -> each.wallClockMs() == 1_001_000);
        assertThat(lane.size()).isZero();
        assertThat(lane.add(100, 5, new Cue("n", ""))).as("one segment has that many").isFalse();
        lane.endSegment();
        assertThat(lane.add(100, 5, new Cue("n", ""))).isTrue();
    }

    @Test
    void what_a_segment_may_say_is_bounded() {
        CueLane lane = new CueLane(new WallClock());
        Cue longest = new Cue("n", "v".repeat(Cue.MAX_VALUE_LENGTH));
        assertThat(lane.add(0, 5, longest)).isTrue();
        int size = lane.size();
        lane.write(Unpooled.buffer(size).writeZero(size), 0, TestingMedia.VIDEO, 0);
        assertThat(lane.add(1, 5, longest)).isTrue();
        assertThat(lane.add(2, 5, new Cue("n", "v"))).isFalse();
        lane.endSegment();
        assertThat(lane.add(2, 5, new Cue("n", "v"))).isTrue();
        assertThat(lane.add(3, 5, longest)).as("one still waits").isFalse();
    }
}
