package online.nexuscos.streamcore.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.media.AudioSpecificConfig;
import online.nexuscos.streamcore.media.AvcDecoderConfiguration;
import online.nexuscos.streamcore.media.Epoch;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.Track;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TsMuxerTest {
    private static final String SPS = "6764001facd9405005bb011000000300100000030320f1831960";
    private static final String PPS = "68eaecb22c";
    private static final String AVC = "0164001fffe1001a" + SPS + "010005" + PPS + "fdf8f800";
    private static final Track VIDEO = Track.video(avc());
    private static final Track AUDIO = audio("1190");
    private static final Epoch BOTH = new Epoch(0, List.of(VIDEO, AUDIO));

    private final TsMuxer muxer = new TsMuxer();

    private static online.nexuscos.streamcore.media.VideoConfiguration avc() {
        try {
            return AvcDecoderConfiguration.parse(hex(AVC)).video();
        } catch (MediaException e) {
            throw new AssertionError(e);
        }
    }

    private static Track audio(String configuration) {
        try {
            return Track.audio(AudioSpecificConfig.parse(hex(configuration)));
        } catch (MediaException e) {
            throw new AssertionError(e);
        }
    }

    private static ByteBuf hex(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    }

    private static Packet video(long dts, long pts, boolean key, String payload) {
        return new Packet(BOTH, VIDEO, dts, pts, 0, key, 0, 0, hex(payload));
    }

    private static Packet sound(long dts, int size) {
        return new Packet(
                BOTH, AUDIO, dts, dts, 1024, true, 0, 0, Unpooled.wrappedBuffer(new byte[size]));
    }

    private TestingDemuxer write(Packet... packets) {
        ByteBuf out = muxer.write(PooledByteBufAllocator.DEFAULT, List.of(packets));
        try {
            return new TestingDemuxer().read(out);
        } finally {
            out.release();
        }
    }

    @Test
    void pictures_become_a_byte_stream_with_delimiters_and_parameter_sets() {
        TestingDemuxer ts =
                write(
                        video(900_000, 907_200, true, "000000026501" + "00000003410203"),
                        video(903_600, 903_600, false, "0000000209f0" + "000000024107"));
        assertThat(ts.tables).containsExactly("pat 4096", "pmt v0 clock 257: 27 257, 15 258");
        assertThat(ts.units).hasSize(2);
        assertThat(ts.units.getFirst().toString())
                .isEqualTo(
                        "257 e0 pts 907200 dts 900000 clock 873000 entry "
                                + "0000000109f0"
                                + ("00000001" + SPS + "00000001" + PPS)
                                + ("000000016501" + "00000001410203"));
        // A delimiter that the encoder wrote is not there twice.
        assertThat(ts.units.get(1).toString())
                .isEqualTo(
                        "257 e0 pts 903600 dts 903600 clock 876600 0000000109f0" + "000000014107");
    }

    @Test
    void frames_of_sound_share_a_packet() {
        List<Packet> packets = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            packets.add(sound(480_000 + i * 1024L, 400));
        }
        TestingDemuxer ts = write(packets.toArray(Packet[]::new));
        assertThat(ts.units).hasSize(2);
        TestingDemuxer.Unit first = ts.units.getFirst();
        assertThat(first.pts()).isEqualTo(900_000);
        assertThat(first.pid()).isEqualTo(258);
        // MPEG-4, no CRC; AAC-LC, 48 kHz, stereo; 407 bytes.
        assertThat(first.payload()).startsWith("fff14c8032fffc").hasSize(8 * 407 * 2);
        assertThat(ts.units.get(1).pts()).isEqualTo(900_000 + 8 * 1920);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 137, 138, 139, 140, 150, 151, 152, 153, 170, 184, 400, 70_000})
    void units_of_any_length_come_out_whole(int length) {
        String nal = "65" + "ab".repeat(length);
        String payload = String.format("%08x", length + 1) + nal;
        TestingDemuxer ts =
                write(
                        video(90_000, 90_000, false, payload),
                        sound(48_000, Math.min(length, 8000)),
                        video(93_600, 93_600, false, payload));
        assertThat(ts.units).hasSize(3);
        assertThat(ts.units.stream().filter(unit -> unit.pid() == 257))
                .extracting(TestingDemuxer.Unit::payload)
                .containsOnly("0000000109f0" + "00000001" + nal);
    }

    @Test
    void counters_go_on_and_tables_come_often_enough() {
        TestingDemuxer demuxer = new TestingDemuxer();
        for (int i = 0; i < 50; i++) {
            ByteBuf out =
                    muxer.write(
                            PooledByteBufAllocator.DEFAULT,
                            List.of(video(i * 3600L, i * 3600L, i == 0, "000000026101")));
            demuxer.read(out);
            out.release();
        }
        // 2 s, every 400 ms.
        assertThat(demuxer.tables).hasSize(2 * 5);
    }

    @Test
    void a_new_epoch_has_new_tables() {
        write(sound(0, 10));
        Epoch next = new Epoch(1, List.of(AUDIO));
        Packet packet = new Packet(next, AUDIO, 48_000, 48_000, 1024, true, 0, 0, hex("2110"));
        TestingDemuxer ts = write(packet);
        assertThat(ts.tables).containsExactly("pat 4096", "pmt v1 clock 258: 15 258");
        // Where there is sound alone, the clock comes with it.
        assertThat(ts.units.getFirst().toString())
                .startsWith("258 c0 pts 90000 dts 90000 clock 63000 entry fff1");
    }

    @Test
    void times_wrap_around_at_33_bits() {
        long last = (1L << 33) - 1800;
        TestingDemuxer ts =
                write(
                        video(last, last + 3600, true, "000000026501"),
                        video((1L << 33) + 27_000, (1L << 33) + 27_000, false, "000000024101"));
        assertThat(ts.units.getFirst().pts()).isEqualTo(1800);
        assertThat(ts.units.getFirst().dts()).isEqualTo(last);
        assertThat(ts.units.get(1).clock()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "1190, 4c80", // AAC-LC 48 kHz stereo
        "1208, 5040", // AAC-LC 44.1 kHz mono
        "2b098800, 5840", // HE-AAC: its core, 24 kHz mono
    })
    void a_header_says_what_the_configuration_does(String configuration, String fields) {
        Track track = audio(configuration);
        Epoch epoch = new Epoch(7, List.of(track));
        TestingDemuxer ts = write(new Packet(epoch, track, 0, 0, 1024, true, 0, 0, hex("00")));
        assertThat(ts.units.getFirst().payload()).isEqualTo("fff1" + fields + "011ffc00");
    }

    @Test
    void a_sample_rate_without_a_number_does_not_fit() {
        // AAC-LC, 15,999 Hz.
        assertThat(TsMuxer.fits(new Epoch(0, List.of(audio("17801f3f88"))))).isFalse();
        assertThat(TsMuxer.fits(BOTH)).isTrue();
    }
}
