package online.nexuscos.streamcore.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import online.nexuscos.streamcore.flv.VideoTag.FrameType;
import online.nexuscos.streamcore.media.MediaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlvTagTest {
    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    }

    @Test
    void avc_headers() throws MediaException {
        assertThat(VideoTag.read(bytes("1700000000aa"))).isEqualTo(new VideoTag.Configuration());
        assertThat(VideoTag.read(bytes("1701000050aa")))
                .isEqualTo(new VideoTag.AccessUnit(FrameType.KEY, 80));
        assertThat(VideoTag.read(bytes("2701ffffd8aa")))
                .isEqualTo(new VideoTag.AccessUnit(FrameType.INTER, -40));
        assertThat(VideoTag.read(bytes("37017fffff")))
                .isEqualTo(new VideoTag.AccessUnit(FrameType.DISPOSABLE_INTER, 0x7fffff));
        assertThat(VideoTag.read(bytes("4701800000")))
                .isEqualTo(new VideoTag.AccessUnit(FrameType.GENERATED_KEY, -0x800000));
        assertThat(VideoTag.read(bytes("1702000000"))).isEqualTo(new VideoTag.EndOfSequence());
        assertThat(VideoTag.read(bytes("5700"))).isEqualTo(new VideoTag.Command());
    }

    @Test
    void the_buffer_is_left_at_the_body() throws MediaException {
        ByteBuf video = bytes("1701000000aabb");
        VideoTag.read(video);
        assertThat(video.readableBytes()).isEqualTo(2);
        ByteBuf audio = bytes("af01aabb");
        AudioTag.read(audio);
        assertThat(audio.readableBytes()).isEqualTo(2);
    }

    @Test
    void aac_headers() throws MediaException {
        assertThat(AudioTag.read(bytes("af001210"))).isEqualTo(new AudioTag.Configuration());
        assertThat(AudioTag.read(bytes("a001"))).isEqualTo(new AudioTag.Frame());
    }

    @ParameterizedTest
    @CsvSource({
        "11, JPEG",
        "12, Sorenson H.263",
        "13, Screen Video",
        "14, VP6",
        "15, VP6 with alpha",
        "26, Screen Video 2",
        "1c, HEVC (codec id 12)",
        "1f, with id 15",
        "9068766331, hvc1 (Enhanced RTMP)",
        "9061763031, av01 (Enhanced RTMP)",
        "9076703039, vp09 (Enhanced RTMP)",
        "900a763031, ?v01 (Enhanced RTMP)",
        "96, in packet type 6 (Enhanced RTMP)",
        "97, in packet type 7 (Enhanced RTMP)",
    })
    void other_video_codecs_are_refused_by_name(String hex, String codec) throws MediaException {
        VideoTag tag = VideoTag.read(bytes(hex));
        assertThat(tag).isEqualTo(new VideoTag.Unsupported(codec));
        assertThat(new VideoTag.Unsupported(codec).refusal())
                .isEqualTo("video codec " + codec + " is not supported: use H.264");
    }

    @ParameterizedTest
    @CsvSource({
        "0f, PCM",
        "1f, ADPCM",
        "2f, MP3",
        "3f, 'PCM, little endian'",
        "4f, Nellymoser 16 kHz",
        "5f, Nellymoser 8 kHz",
        "6f, Nellymoser",
        "7f, G.711 A-law",
        "8f, G.711 mu-law",
        "bf, Speex",
        "cf, with id 12",
        "ef, MP3 8 kHz",
        "ff, of the device's own",
        "904f707573, Opus (Enhanced RTMP)",
        "90664c6143, fLaC (Enhanced RTMP)",
        "902e6d7033, .mp3 (Enhanced RTMP)",
        "95, in packet type 5 (Enhanced RTMP)",
    })
    void other_audio_codecs_are_refused_by_name(String hex, String codec) throws MediaException {
        AudioTag tag = AudioTag.read(bytes(hex));
        assertThat(tag).isEqualTo(new AudioTag.Unsupported(codec));
        assertThat(new AudioTag.Unsupported(codec).refusal())
                .isEqualTo("audio codec " + codec + " is not supported: use AAC");
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
    })
    void bad_video_headers(String hex, String message) {
        assertThatThrownBy(() -> VideoTag.read(bytes(hex)))
                .isInstanceOf(MediaException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "'', audio tag: ends 1 bytes too early",
        "af, audio tag: ends 1 bytes too early",
        "904f70, audio tag: ends 2 bytes too early",
        "af02, AAC packet type: 2 (expected: 0 or 1)",
    })
    void bad_audio_headers(String hex, String message) {
        assertThatThrownBy(() -> AudioTag.read(bytes(hex)))
                .isInstanceOf(MediaException.class)
                .hasMessage(message);
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
        AvcAccessUnit unit = AvcAccessUnit.inspect(bytes(hex), lengthSize);
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
        AvcAccessUnit unit = AvcAccessUnit.inspect(in, lengthSize);
        ByteBuf out = unit.store(in, lengthSize);
        assertThat(out).isEqualTo(bytes(stored.replace(" ", "")));
        assertThat(unit.storedSize()).isEqualTo(out.readableBytes());
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
        assertThatThrownBy(() -> AvcAccessUnit.inspect(bytes(hex), lengthSize))
                .isInstanceOf(MediaException.class)
                .hasMessage(message);
    }
}
