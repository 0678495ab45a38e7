package online.nexuscos.streamcore.elementary;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import online.nexuscos.streamcore.elementary.UnitReader.Timed;
import online.nexuscos.streamcore.media.MediaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElementaryTest {
    /** 320x180, Constrained Baseline. */
    private static final String SPS = "6742c00dda0507ec05a808080a00000300020000030079080c0650a8";

    private static final String PPS = "68ce3c80";

    private final List<String> heard = new ArrayList<>();
    private final UnitReader.Output output =
            new UnitReader.Output() {
                @Override
                public void configured() {
                    heard.add("configured");
                }

                @Override
                public void unit(
                        long dts, long pts, long duration, boolean keyframe, ByteBuf payload) {
                    heard.add(
                            dts
                                    + " "
                                    + duration
                                    + " "
                                    + keyframe
                                    + " "
                                    + ByteBufUtil.hexDump(payload));
                    payload.release();
                }
            };

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "000001, ''",
        "00000109f0, 3-5",
        "0000000109f0, 4-6",
        "00000109f0 00000168, 3-5 8-9",
        "00000109f0 0000000168, 3-5 9-10",
        "ffffff 00000141, 6-7",
        "00000141 0000, 3-4",
        "00000141000003000001 42, 3-7 10-11",
    })
    void finds_units_behind_start_codes(String hex, String expected) throws MediaException {
        List<String> found =
                AnnexB.units(bytes(hex)).stream().map(u -> u.start() + "-" + u.end()).toList();
        assertThat(String.join(" ", found)).isEqualTo(expected);
    }

    @Test
    void takes_parameter_sets_out_of_pictures() throws MediaException {
        AvcReader reader = new AvcReader(new byte[0]);
        reader.read(new Timed(0, 0, false), bytes("00000141aa"), output);
        assertThat(heard).isEmpty();
        String first =
                "0000000109f0 00000001" + SPS + "00000001" + PPS + "00000106ff80 00000165b800";
        reader.read(new Timed(90, 90, false), bytes(first), output);
        reader.read(new Timed(180, 180, false), bytes("00000141aabb 000001 01cc"), output);
        reader.read(new Timed(270, 270, false), bytes(first), output);
        assertThat(heard)
                .containsExactly(
                        "configured",
                        "90 0 true 0000000306ff800000000265b8",
                        "180 0 false 0000000341aabb0000000201cc",
                        "270 0 true 0000000306ff800000000265b8");
        assertThat(reader.track().orElseThrow().configuration().rfc6381()).isEqualTo("avc1.42c00d");
        assertThat(reader.track().orElseThrow().configuration().codecPrivate().toString())
                .isEqualTo("0142c00dffe1001c" + SPS + "01000468ce3c80");
    }

    @Test
    void a_recovery_point_is_a_place_to_start() throws MediaException {
        AvcReader reader = new AvcReader(bytes("000001" + SPS + "000001" + PPS).array());
        reader.read(new Timed(0, 0, false), bytes("000001 06060184 80 000001 4188"), output);
        reader.read(new Timed(1, 1, false), bytes("000001 06060140 80 000001 4188"), output);
        assertThat(heard).hasSize(2);
        assertThat(heard.getFirst()).startsWith("0 0 true");
        assertThat(heard.getLast()).startsWith("1 0 false");
    }

    private static String adts(int payload) {
        int length = 7 + payload;
        return "fff14c80"
                + "%02x%02x".formatted(length >> 3, (length & 7) << 5 | 0x1f)
                + "fc"
                + "ab".repeat(payload);
    }

    @Test
    void takes_the_headers_off_frames() throws MediaException {
        AdtsReader reader = new AdtsReader();
        reader.read(new Timed(0, 900_000, true), bytes(adts(2) + adts(3)), output);
        // 48 kHz: the second one of this unit is 1024 samples later, whatever the time stamp says.
        reader.read(new Timed(0, 903_841, true), bytes(adts(1)), output);
        assertThat(heard)
                .containsExactly(
                        "configured",
                        "480000 1024 true abab",
                        "481024 1024 true ababab",
                        "482048 1024 true ab");
        assertThat(reader.track().orElseThrow().configuration().codecPrivate().toString())
                .isEqualTo("1190");
    }

    @Test
    void a_frame_may_be_cut_anywhere() throws MediaException {
        String whole = adts(20).repeat(6);
        List<String> expected = null;
        for (int cut : IntStream.range(1, 27 * 6 - 1).toArray()) {
            heard.clear();
            AdtsReader reader = new AdtsReader();
            reader.read(new Timed(0, 0, true), bytes(whole.substring(0, cut * 2)), output);
            long pts = Math.ceilDiv(cut, 27) * 1920L;
            reader.read(new Timed(0, pts, true), bytes(whole.substring(cut * 2)), output);
            expected = expected == null ? List.copyOf(heard) : expected;
            assertThat(heard).as("cut at " + cut).hasSize(7).isEqualTo(expected);
        }
    }

    @Test
    void sound_goes_with_the_time_stamps_where_they_have_gone_another_way() {
        SampleClock clock = new SampleClock(48_000);
        assertThat(clock.next(90_000, 1024)).isEqualTo(48_000);
        assertThat(clock.next(90_000 + 1920 + 4000, 1024)).isEqualTo(49_024);
        assertThat(clock.next(90_000 + 3840 + 5000, 1024)).isEqualTo(52_714);
        assertThat(clock.next(-90_000, 1024)).isEqualTo(-48_000);
    }
}
