package online.nexuscos.streamcore.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations and first frames as FFmpeg 8.1 wrote them, and what must be read out of them. */
class CodecConfigurationTest {
    private static final String HEVC_MAIN =
            "0101600000009000000000005df000fcfdf8f800000f03200001001840010c01ffff0160000003009000"
                    + "0003000003005d959809210001002b42010101600000030090000003000003005da00280802d16"
                    + "5959a4932bc05a02000003000200000300321022000100074401c172b46240";
    private static final String HEVC_PQ =
            "01022000000090000000000078f000fcfdfafa00000f03200001001840010c01ffff022000000300"
                    + "900000030000030078959809210001002e420101022000000300900000030000030078a003c08010"
                    + "e754d96566924caf016a1220120800001f480003a9804022000100074401c172b46240";

    static ByteBuf hex(String bytes) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(bytes));
    }

    private static void assertVideo(
            VideoConfiguration video, String rfc6381, int width, int height, double frameRate) {
        assertThat(video.rfc6381()).isEqualTo(rfc6381);
        assertThat(video.width()).isEqualTo(width);
        assertThat(video.height()).isEqualTo(height);
        assertThat(video.frameRate()).isEqualTo(frameRate);
    }

    private static void assertAudio(
            AudioConfiguration audio, String rfc6381, int sampleRate, int channels, int samples) {
        assertThat(audio.rfc6381()).isEqualTo(rfc6381);
        assertThat(audio.sampleRate()).isEqualTo(sampleRate);
        assertThat(audio.channels()).isEqualTo(channels);
        assertThat(audio.samplesPerFrame()).isEqualTo(samples);
    }

    @Test
    void hevc_main() throws MediaException {
        HevcDecoderConfiguration read = HevcDecoderConfiguration.parse(hex(HEVC_MAIN));
        assertThat(read.lengthSize()).isEqualTo(4);
        assertVideo(read.video(), "hvc1.1.6.L93.90", 1280, 720, 25);
        assertThat(read.video().colour()).isEqualTo(Colour.UNSPECIFIED);
        // Parameter sets stand in the configuration alone, and it says so.
        String stored = read.video().codecPrivate().toString();
        assertThat(stored).contains("a00001001840010c", "a10001002b4201", "a2000100074401");
    }

    @Test
    void hevc_main_10_in_pq_with_a_cropped_picture() throws MediaException {
        VideoConfiguration video = HevcDecoderConfiguration.parse(hex(HEVC_PQ)).video();
        assertVideo(video, "hvc1.2.4.L120.90", 1918, 1078, 30_000 / 1001.0);
        assertThat(video.colour()).isEqualTo(new Colour(9, 16, 9, false));
        assertThat(video.colour().range()).isEqualTo(VideoRange.PQ);
    }

    @Test
    void hevc_without_a_picture_parameter_set_is_refused() {
        String without = HEVC_MAIN.substring(0, HEVC_MAIN.indexOf("22000100074401"));
        String twoArrays = without.replaceFirst("0f03", "0f02");
        assertThatThrownBy(() -> HevcDecoderConfiguration.parse(hex(twoArrays)))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("lacks");
        assertThatThrownBy(() -> HevcDecoderConfiguration.parse(hex(without)))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("ends after");
    }

    @Test
    void av1_main() throws MediaException {
        VideoConfiguration video =
                Av1DecoderConfiguration.parse(hex("81050c000a0c0200002d2a67fd9e017c0020"));
        assertVideo(video, "av01.0.05M.08", 1280, 720, 0);
    }

    @Test
    void av1_from_a_sequence_header_in_the_pictures() throws MediaException {
        ByteBuf in = hex("0a0e00000042abbec3532be542440241");
        VideoConfiguration video =
                Av1DecoderConfiguration.ofSequenceHeader(in, Av1Obu.at(in, 0, in.writerIndex()));
        assertVideo(video, "av01.0.08M.10.0.110.09.16.09.0", 1918, 1078, 0);
        assertThat(video.colour().range()).isEqualTo(VideoRange.PQ);
        assertThat(
                        Av1DecoderConfiguration.parse(
                                Unpooled.wrappedBuffer(video.codecPrivate().bytes())))
                .isEqualTo(video);
    }

    @Test
    void av1_without_a_sequence_header_is_refused() {
        assertThatThrownBy(() -> Av1DecoderConfiguration.parse(hex("81050c00")))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("no sequence header");
    }

    @Test
    void vp9_takes_its_size_from_the_keyframe() throws MediaException {
        VpDecoderConfiguration read = VpDecoderConfiguration.parse(hex("01000000001f820202020000"));
        VpFrameHeader key = VpFrameHeader.ofVp9(hex("82498342004ff02cf60638241c184a1805087ffd"));
        assertThat(key).isEqualTo(new VpFrameHeader.Key(0, 8, 1, false, 1280, 720));
        assertVideo(read.with(Codec.VP9, (VpFrameHeader.Key) key), "vp09.00.31.08", 1280, 720, 0);
        assertThat(VpFrameHeader.ofVp9(hex("86004092f0e14000")))
                .isEqualTo(new VpFrameHeader.Inter());
    }

    @Test
    void vp9_profile_2_whatever_its_configuration_says() throws MediaException {
        VpDecoderConfiguration read = VpDecoderConfiguration.parse(hex("01000000001f820912090000"));
        VpFrameHeader key = VpFrameHeader.ofVp9(hex("924983425027f816780000"));
        VideoConfiguration video = read.with(Codec.VP9, (VpFrameHeader.Key) key);
        assertVideo(video, "vp09.02.31.10.01.09.18.09.00", 1280, 720, 0);
        assertThat(video.codecPrivate()).hasToString("01000000021fa20912090000");
        assertThat(video.colour().range()).isEqualTo(VideoRange.HLG);
    }

    @Test
    void vp8_without_a_configuration() throws MediaException {
        VpFrameHeader key = VpFrameHeader.ofVp8(hex("1001029d012a0005d0020007"));
        assertVideo(
                VpDecoderConfiguration.UNKNOWN.with(Codec.VP8, (VpFrameHeader.Key) key),
                "vp08.00.31.08",
                1280,
                720,
                0);
        assertThat(VpFrameHeader.ofVp8(hex("110102"))).isEqualTo(new VpFrameHeader.Inter());
    }

    @ParameterizedTest
    @CsvSource({
        "4f707573486561640102380180bb0000000000, 2",
        "4f707573486561640106380180bb00000000010402000401020305, 6",
    })
    void opus(String header, int channels) throws MediaException {
        assertAudio(OpusHead.parse(hex(header)), "Opus", 48_000, channels, 960);
    }

    @ParameterizedTest
    @CsvSource({
        // RFC 6716, table 2: 2.5, 20 and 60 ms; two frames of 10 ms; 48 of 2.5 ms
        "e000, 120",
        "fcb4, 960",
        "18, 2880",
        "01, 960",
        "e330, 5760",
    })
    void opus_packets_tell_their_duration(String packet, int samples) throws MediaException {
        assertThat(OpusHead.samples(hex(packet))).isEqualTo(samples);
    }

    @Test
    void opus_packets_of_more_than_120_ms_are_refused() {
        for (String packet : new String[] {"e331", "03", "e300", ""}) {
            assertThatThrownBy(() -> OpusHead.samples(hex(packet)))
                    .isInstanceOf(MediaException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "664c614380000022", "80000022"})
    void flac(String before) throws MediaException {
        String info = "12001200000000004a580bb802f00000000000000000000000000000000000000000";
        AudioConfiguration audio = FlacStreamInfo.parse(hex(before + info));
        assertAudio(audio, "fLaC", 48_000, 2, 4608);
        assertThat(audio.codecPrivate()).hasToString(info);
    }

    @ParameterizedTest
    @CsvSource({
        "fff85a8800374e00, 4608",
        "fff8180000, 192",
        "fff86900c2800fff, 16",
        "fff87900001000ff, 4097",
    })
    void flac_frames_tell_their_duration(String frame, int samples) throws MediaException {
        assertThat(FlacStreamInfo.samples(hex(frame))).isEqualTo(samples);
    }

    @ParameterizedTest
    @CsvSource({
        "AC3, 0b77fe95144043e106f46370, ac-3, 2, 101140",
        "AC3, 0b77b50b1e40ebf8403eff99, ac-3, 6, 103de0",
        "EAC3, 0b77017f3487c00020842108, ec-3, 2, 06002004 00",
        "EAC3, 0b77037f3f87c00020f82000, ec-3, 6, 0e00200f00",
    })
    void ac3(Codec codec, String frame, String rfc6381, int channels, String box)
            throws MediaException {
        AudioConfiguration audio = Ac3Header.parse(codec, hex(frame));
        assertAudio(audio, rfc6381, 48_000, channels, 1536);
        assertThat(audio.codecPrivate()).hasToString(box.replace(" ", ""));
    }

    @Test
    void ac3_under_the_other_name_is_refused() {
        assertThatThrownBy(() -> Ac3Header.parse(Codec.EAC3, hex("0b77fe95144043e106f46370")))
                .isInstanceOf(MediaException.class)
                .hasMessage("E-AC-3 bit stream identification: 8");
    }

    @ParameterizedTest
    @CsvSource({
        "fffb94640000, mp4a.6B, 48000, 2, 1152",
        "fff340c40013, mp4a.69, 22050, 1, 576",
    })
    void mp3(String frame, String rfc6381, int sampleRate, int channels, int samples)
            throws MediaException {
        assertAudio(MpegAudioHeader.parse(hex(frame)), rfc6381, sampleRate, channels, samples);
    }
}
