package online.nexuscos.streamcore.flv;

import static online.nexuscos.streamcore.media.Codec.H264;
import static online.nexuscos.streamcore.media.Codec.HEVC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import online.nexuscos.streamcore.flv.VideoTag.FrameType;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.MediaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlvTagTest {
    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    }

    /** One track's part of a message. */
    private record Part(Object tag, int trackId, int nanos, String body) {}

    private static List<Part> videoParts(String hex) throws MediaException {
        List<Part> parts = new ArrayList<>();
        VideoTag.read(
                bytes(hex.replace(" ", "")),
                (tag, trackId, nanos, body) ->
                        parts.add(new Part(tag, trackId, nanos, ByteBufUtil.hexDump(body))));
        return parts;
    }

    private static List<Part> audioParts(String hex) throws MediaException {
        List<Part> parts = new ArrayList<>();
        AudioTag.read(
                bytes(hex.replace(" ", "")),
                (tag, trackId, nanos, body) ->
                        parts.add(new Part(tag, trackId, nanos, ByteBufUtil.hexDump(body))));
        return parts;
    }

    private static Object video(String hex) throws MediaException {
        return videoParts(hex).getFirst().tag();
    }

    private static Object audio(String hex) throws MediaException {
        return audioParts(hex).getFirst().tag();
    }

    @Test
    void avc_headers() throws MediaException {
        assertThat(video("1700000000aa")).isEqualTo(new VideoTag.Configuration(H264));
        assertThat(video("1701000050aa"))
                .isEqualTo(new VideoTag.AccessUnit(H264, FrameType.KEY, 80));
        assertThat(video("2701ffffd8aa"))
                .isEqualTo(new VideoTag.AccessUnit(H264, FrameType.INTER, -40));
        assertThat(video("37017fffff"))
                .isEqualTo(new VideoTag.AccessUnit(H264, FrameType.DISPOSABLE_INTER, 0x7fffff));
        assertThat(video("4701800000"))
                .isEqualTo(new VideoTag.AccessUnit(H264, FrameType.GENERATED_KEY, -0x800000));
        assertThat(video("1702000000")).isEqualTo(new VideoTag.EndOfSequence());
        assertThat(video("5700")).isEqualTo(new VideoTag.Command());
        assertThat(video("1c01000050aa"))
                .isEqualTo(new VideoTag.AccessUnit(HEVC, FrameType.KEY, 80));
    }

    @Test
    void the_body_is_what_follows_the_header() throws MediaException {
        assertThat(videoParts("1701000000aabb").getFirst().body()).isEqualTo("aabb");
        assertThat(audioParts("af01aabb").getFirst().body()).isEqualTo("aabb");
        assertThat(audioParts("2faabb").getFirst().body()).isEqualTo("aabb");
    }

    @Test
    void audio_headers() throws MediaException {
        assertThat(audio("af001210")).isEqualTo(new AudioTag.Configuration(Codec.AAC));
        assertThat(audio("a001")).isEqualTo(new AudioTag.Frame(Codec.AAC));
        assertThat(audio("2fff")).isEqualTo(new AudioTag.Frame(Codec.MP3));
        assertThat(audio("efff")).isEqualTo(new AudioTag.Frame(Codec.MP3));
    }

    @Test
    void enhanced_video_headers() throws MediaException {
        // Only CodedFrames of AVC and HEVC have an offset; CodedFramesX never has one.
        assertThat(videoParts("91 68766331 ffffd8 aa"))
                .containsExactly(
                        new Part(new VideoTag.AccessUnit(HEVC, FrameType.KEY, -40), 0, 0, "aa"));
        assertThat(videoParts("a3 68766331 000050 aa"))
                .containsExactly(
                        new Part(
                                new VideoTag.AccessUnit(HEVC, FrameType.INTER, 0),
                                0,
                                0,
                                "000050aa"));
        assertThat(videoParts("91 61766331 000050 aa"))
                .containsExactly(
                        new Part(new VideoTag.AccessUnit(H264, FrameType.KEY, 80), 0, 0, "aa"));
        assertThat(videoParts("91 61763031 000050 aa"))
                .containsExactly(
                        new Part(
                                new VideoTag.AccessUnit(Codec.AV1, FrameType.KEY, 0),
                                0,
                                0,
                                "000050aa"));
        assertThat(video("90 76703039 01")).isEqualTo(new VideoTag.Configuration(Codec.VP9));
        assertThat(video("92 76703039")).isEqualTo(new VideoTag.EndOfSequence());
        assertThat(video("d4 68766331 02")).isEqualTo(new VideoTag.Metadata());
        assertThat(video("d1 00")).isEqualTo(new VideoTag.Command());
    }

    @Test
    void enhanced_audio_headers() throws MediaException {
        assertThat(audio("90 4f707573 4f")).isEqualTo(new AudioTag.Configuration(Codec.OPUS));
        assertThat(audio("91 664c6143 ff")).isEqualTo(new AudioTag.Frame(Codec.FLAC));
        assertThat(audio("91 2e6d7033 ff")).isEqualTo(new AudioTag.Frame(Codec.MP3));
        assertThat(audio("92 61632d33")).isEqualTo(new AudioTag.EndOfSequence());
        assertThat(audio("94 65632d33 01 02 00000003"))
                .isEqualTo(new AudioTag.ChannelOrder(Codec.EAC3));
        assertThat(audio("91 6d703461 21")).isEqualTo(new AudioTag.Frame(Codec.AAC));
    }

    @Test
    void a_nanosecond_offset_and_data_that_nobody_knows() throws MediaException {
        // 3 bytes of offset, then CodedFramesX
        assertThat(videoParts("97 02 0f423f 03 68766331 aa"))
                .containsExactly(
                        new Part(
                                new VideoTag.AccessUnit(HEVC, FrameType.KEY, 0), 0, 999_999, "aa"));
        // data of type 5, of 2 bytes, passed over; then the offset
        assertThat(audioParts("97 01 ffff 57 02 000001 01 4f707573 aa"))
                .containsExactly(new Part(new AudioTag.Frame(Codec.OPUS), 0, 1, "aa"));
        // a size of 16 bits: 300 bytes
        assertThat(audioParts("97 ff 012b" + "00".repeat(300) + "51 4f707573 aa"))
                .containsExactly(new Part(new AudioTag.Frame(Codec.OPUS), 0, 0, "aa"));
    }

    @Test
    void the_tracks_of_one_message() throws MediaException {
        Object key = new VideoTag.AccessUnit(HEVC, FrameType.KEY, 0);
        assertThat(videoParts("96 03 68766331 07 aabb"))
                .containsExactly(new Part(key, 7, 0, "aabb"));
        assertThat(videoParts("96 13 68766331 00 000002 aabb 01 000000 02 000001 cc"))
                .containsExactly(
                        new Part(key, 0, 0, "aabb"),
                        new Part(key, 1, 0, ""),
                        new Part(key, 2, 0, "cc"));
        assertThat(audioParts("95 21 4f707573 00 000001 aa 61632d33 01 000002 bbcc"))
                .containsExactly(
                        new Part(new AudioTag.Frame(Codec.OPUS), 0, 0, "aa"),
                        new Part(new AudioTag.Frame(Codec.AC3), 1, 0, "bbcc"));
        // an offset holds for all of them
        assertThat(audioParts("97 02 000007 05 11 4f707573 00 000001 aa 03 000001 bb"))
                .extracting(Part::nanos)
                .containsExactly(7, 7);
    }

    @ParameterizedTest
    @CsvSource({
        "11, JPEG",
        "12, Sorenson H.263",
        "13, Screen Video",
        "14, VP6",
        "15, VP6 with alpha",
        "26, Screen Video 2",
        "1f, with id 15",
        "900a763031, ?v01 (Enhanced RTMP)",
        "904f707573, Opus (Enhanced RTMP)",
        "9561763031, AV1 in the form of MPEG-2 TS",
    })
    void other_video_codecs_are_refused_by_name(String hex, String codec) throws MediaException {
        assertThat(video(hex)).isEqualTo(new VideoTag.Unsupported(codec));
        assertThat(new VideoTag.Unsupported(codec).refusal())
                .isEqualTo(
                        "video codec " + codec + " is not supported: use H.264, HEVC, AV1 or VP9");
    }

    @ParameterizedTest
    @CsvSource({
        "0f, PCM",
        "1f, ADPCM",
        "3f, 'PCM, little endian'",
        "4f, Nellymoser 16 kHz",
        "5f, Nellymoser 8 kHz",
        "6f, Nellymoser",
        "7f, G.711 A-law",
        "8f, G.711 mu-law",
        "bf, Speex",
        "cf, with id 12",
        "ff, of the device's own",
        "9078797a31, xyz1 (Enhanced RTMP)",
        "9068766331, hvc1 (Enhanced RTMP)",
    })
    void other_audio_codecs_are_refused_by_name(String hex, String codec) throws MediaException {
        assertThat(audio(hex)).isEqualTo(new AudioTag.Unsupported(codec));
        assertThat(new AudioTag.Unsupported(codec).refusal())
                .isEqualTo(
                        "audio codec "
                                + codec
                                + " is not supported: use AAC, Opus, MP3, FLAC, AC-3 or E-AC-3");
    }

    @ParameterizedTest
    @CsvSource({
        "'', video tag: ends 1 bytes too early",
        "17, video tag: ends 4 bytes too early",
        "17010000, video tag: ends 1 bytes too early",
        "90687663, video tag: ends 1 bytes too early",
        "1703000000, AVC packet type: 3 (expected: 0 to 2)",
        "0701000000, video frame type: 0 (expected: 1 to 5)",
        "6701000000, video frame type: 6 (expected: 1 to 5)",
        "9168766331ffff, video tag: ends 1 bytes too early",
        "9861763031, video packet type: 8 (expected: 0 to 7)",
        "97020f4240, video tag: ends 1 bytes too early",
        "97020f424003, video tag: time stamp offset of 1000000 ns in 3 bytes (expected: 0 to 999999"
                + " in 3)",
        "9701000003, video tag: time stamp offset of -1 ns in 2 bytes (expected: 0 to 999999 in 3)",
        "97ff00, video tag: ends 1 bytes too early",
        "9636, video packet type in multitrack: 6",
        "9637, video packet type in multitrack: 7",
        "9633, video multitrack type: 3 (expected: 0 to 2)",
        "96136876633100000002aa, video tag: ends 1 bytes too early",
        "9613687663310000000100aa, video tag: ends 3 bytes too early",
    })
    void bad_video_headers(String hex, String message) {
        assertThatThrownBy(() -> video(hex)).isInstanceOf(MediaException.class).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "'', audio tag: ends 1 bytes too early",
        "af, audio tag: ends 1 bytes too early",
        "904f70, audio tag: ends 2 bytes too early",
        "af02, AAC packet type: 2 (expected: 0 or 1)",
        "934f707573, 'audio packet type: 3 (expected: 0 to 7, not 3 or 6)'",
        "9525, audio packet type in multitrack: 5",
        "9521, audio tag: ends 4 bytes too early",
    })
    void bad_audio_headers(String hex, String message) {
        assertThatThrownBy(() -> audio(hex)).isInstanceOf(MediaException.class).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        // length size, access unit, keyframe, picture, stored
        "4, 0000000165, true, true, true",
        "4, 0000000161, false, true, true",
        "4, 0000000267ff0000000168000000026501, true, true, true",
        "4, 0000000106, false, false, true",
        "4, 000000000000000165, true, true, false",
        "2, 000165, true, true, false",
        "1, 0165, true, true, false",
        "1, '', false, false, false",
    })
    void access_units(int lengthSize, String hex, boolean keyframe, boolean picture, boolean stored)
            throws MediaException {
        NalAccessUnit unit = NalAccessUnit.inspect(H264, bytes(hex), lengthSize);
        assertThat(unit.keyframe()).isEqualTo(keyframe);
        assertThat(unit.picture()).isEqualTo(picture);
        assertThat(unit.stored()).isEqualTo(stored);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0165026102, 00000001650000000 26102",
        "2, 00016500026102, 00000001650000000 26102",
        "4, 00000001650000000000000002 6102, 00000001650000000 26102",
    })
    void other_lengths_are_rewritten_and_empty_units_left_out(
            int lengthSize, String hex, String stored) throws MediaException {
        ByteBuf in = bytes(hex.replace(" ", ""));
        NalAccessUnit unit = NalAccessUnit.inspect(H264, in, lengthSize);
        ByteBuf out = unit.store(in, lengthSize);
        assertThat(out).isEqualTo(bytes(stored.replace(" ", "")));
        assertThat(unit.storedSize()).isEqualTo(out.readableBytes());
        out.release();
    }

    @ParameterizedTest
    @CsvSource({
        // IDR_W_RADL, CRA_NUT, TRAIL_R, a message alone
        "0000000226ff, true, true, 0000000226ff",
        "000000022aff, true, true, 000000022aff",
        "0000000202ff, false, true, 0000000202ff",
        "000000024eff, false, false, 000000024eff",
        // parameter sets are left out
        "0000000240ff0000000242ff0000000244ff0000000226ff, true, true, 0000000226ff",
    })
    void hevc_access_units(String hex, boolean keyframe, boolean picture, String stored)
            throws MediaException {
        ByteBuf in = bytes(hex);
        NalAccessUnit unit = NalAccessUnit.inspect(HEVC, in, 4);
        assertThat(unit.keyframe()).isEqualTo(keyframe);
        assertThat(unit.picture()).isEqualTo(picture);
        assertThat(unit.stored()).isEqualTo(hex.equals(stored));
        ByteBuf out = unit.store(in, 4);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(stored);
        out.release();
    }

    @ParameterizedTest
    @CsvSource({
        "4, 000000, NAL length: cut off after 3 of 4",
        "4, 0000000265, NAL length: 2 (expected: <= 1)",
        "4, 8000000065, NAL length: 2147483648 (expected: <= 1)",
        "4, ffffffff65, NAL length: 4294967295 (expected: <= 1)",
        "2, 00016500, NAL length: cut off after 1 of 2",
        "1, 026501ff, NAL length: 255 (expected: <= 0)",
    })
    void bad_lengths(int lengthSize, String hex, String message) {
        assertThatThrownBy(() -> NalAccessUnit.inspect(H264, bytes(hex), lengthSize))
                .isInstanceOf(MediaException.class)
                .hasMessage(message);
    }
}
