package online.nexuscos.streamcore.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Whatever a publisher sends as a configuration is taken or refused with a reason. */
class ConfigurationFuzzTest {
    private static final String HEVC_NAME =
            "hvc1\\.[ABC]?\\d+\\.[0-9A-F]+\\.[LH]\\d+(\\.[0-9A-F]+){0,6}";
    private static final String AV1_NAME = "av01\\.[012]\\.\\d\\d[MH]\\.(08|10|12)(\\.\\d+){0,6}";

    @FuzzTest(maxDuration = "2m")
    void avc_decoder_configuration(byte[] bytes) {
        try {
            AvcDecoderConfiguration read =
                    AvcDecoderConfiguration.parse(Unpooled.wrappedBuffer(bytes));
            assertThat(read.lengthSize()).isIn(1, 2, 4);
            VideoConfiguration video = read.video();
            assertPicture(video.width(), video.height(), video.frameRate());
            // What is kept is a configuration of the same video with 4-byte lengths.
            AvcDecoderConfiguration again =
                    AvcDecoderConfiguration.parse(
                            Unpooled.wrappedBuffer(video.codecPrivate().bytes()));
            assertThat(again).isEqualTo(new AvcDecoderConfiguration(4, video));
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @FuzzTest(maxDuration = "2m")
    void sequence_parameter_set(byte[] bytes) {
        try {
            SequenceParameterSet read = SequenceParameterSet.parse(bytes);
            assertPicture(read.width(), read.height(), read.usability().frameRate());
            assertThat(read.rfc6381()).matches("avc1\\.[0-9a-f]{6}");
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    private static void assertPicture(int width, int height, double frameRate) {
        assertThat(width).isBetween(1, 16_384);
        assertThat(height).isBetween(1, 16_384);
        assertThat(frameRate).isBetween(0.0, 480.0);
    }

    @FuzzTest(maxDuration = "2m")
    void audio_specific_config(byte[] bytes) {
        try {
            AudioConfiguration read = AudioSpecificConfig.parse(Unpooled.wrappedBuffer(bytes));
            assertThat(read.sampleRate()).isBetween(1, 192_000);
            assertThat(read.channels()).isBetween(1, 8);
            assertThat(read.samplesPerFrame()).isIn(960, 1024, 1920, 2048);
            assertThat(read.codecPrivate().bytes()).isEqualTo(bytes);
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @FuzzTest(maxDuration = "2m")
    void hevc_decoder_configuration(byte[] bytes) {
        try {
            HevcDecoderConfiguration read =
                    HevcDecoderConfiguration.parse(Unpooled.wrappedBuffer(bytes));
            assertThat(read.lengthSize()).isIn(1, 2, 4);
            VideoConfiguration video = read.video();
            assertPicture(video.width(), video.height(), video.frameRate());
            assertThat(video.rfc6381()).matches(HEVC_NAME);
            HevcDecoderConfiguration again =
                    HevcDecoderConfiguration.parse(
                            Unpooled.wrappedBuffer(video.codecPrivate().bytes()));
            assertThat(again).isEqualTo(new HevcDecoderConfiguration(4, video));
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @FuzzTest(maxDuration = "2m")
    void hevc_sequence_parameter_set(byte[] bytes) {
        try {
            HevcSequenceParameterSet read = HevcSequenceParameterSet.parse(bytes);
            assertPicture(read.width(), read.height(), read.usability().frameRate());
            assertThat(read.rfc6381()).matches(HEVC_NAME);
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @FuzzTest(maxDuration = "2m")
    void av1_decoder_configuration(byte[] bytes) {
        try {
            VideoConfiguration read = Av1DecoderConfiguration.parse(Unpooled.wrappedBuffer(bytes));
            assertPicture(read.width(), read.height(), read.frameRate());
            assertThat(read.rfc6381()).matches(AV1_NAME);
            assertThat(read.codecPrivate().bytes()).isEqualTo(bytes);
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @FuzzTest(maxDuration = "2m")
    void av1_sequence_header(byte[] bytes) {
        try {
            ByteBuf in = Unpooled.wrappedBuffer(bytes);
            if (!in.isReadable()) {
                return;
            }
            Av1Obu unit = Av1Obu.at(in, 0, bytes.length);
            VideoConfiguration read = Av1DecoderConfiguration.ofSequenceHeader(in, unit);
            assertPicture(read.width(), read.height(), read.frameRate());
            assertThat(read.rfc6381()).matches(AV1_NAME);
            if (unit.type() == Av1Obu.SEQUENCE_HEADER) {
                VideoConfiguration again =
                        Av1DecoderConfiguration.parse(
                                Unpooled.wrappedBuffer(read.codecPrivate().bytes()));
                assertThat(again).isEqualTo(read);
            }
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @FuzzTest(maxDuration = "2m")
    void vp_decoder_configuration(byte[] bytes) {
        try {
            VpDecoderConfiguration read =
                    VpDecoderConfiguration.parse(Unpooled.wrappedBuffer(bytes));
            VideoConfiguration video =
                    read.with(Codec.VP9, new VpFrameHeader.Key(0, 8, 1, false, 1280, 720));
            assertThat(video.rfc6381()).matches("vp09\\.00\\.\\d\\d\\.08(\\.\\d+){0,5}");
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @FuzzTest(maxDuration = "2m")
    void vp9_frame(byte[] bytes) {
        try {
            switch (VpFrameHeader.ofVp9(Unpooled.wrappedBuffer(bytes))) {
                case VpFrameHeader.Inter _ -> {}
                case VpFrameHeader.Key key ->
                        assertPicture(VpDecoderConfiguration.UNKNOWN.with(Codec.VP9, key));
            }
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @FuzzTest(maxDuration = "2m")
    void vp8_frame(byte[] bytes) {
        try {
            switch (VpFrameHeader.ofVp8(Unpooled.wrappedBuffer(bytes))) {
                case VpFrameHeader.Inter _ -> {}
                case VpFrameHeader.Key key ->
                        assertPicture(VpDecoderConfiguration.UNKNOWN.with(Codec.VP8, key));
            }
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @FuzzTest(maxDuration = "2m")
    void opus_head(byte[] bytes) {
        try {
            assertSound(OpusHead.parse(Unpooled.wrappedBuffer(bytes)));
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @FuzzTest(maxDuration = "2m")
    void opus_packet(byte[] bytes) {
        try {
            assertThat(OpusHead.samples(Unpooled.wrappedBuffer(bytes)))
                    .isBetween(1, OpusHead.MAX_PACKET_SAMPLES);
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @FuzzTest(maxDuration = "2m")
    void flac_stream_info(byte[] bytes) {
        try {
            assertSound(FlacStreamInfo.parse(Unpooled.wrappedBuffer(bytes)));
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @FuzzTest(maxDuration = "2m")
    void flac_frame(byte[] bytes) {
        try {
            assertThat(FlacStreamInfo.samples(Unpooled.wrappedBuffer(bytes))).isBetween(1, 65_536);
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @FuzzTest(maxDuration = "2m")
    void mpeg_audio_frame(byte[] bytes) {
        try {
            assertSound(MpegAudioHeader.parse(Unpooled.wrappedBuffer(bytes)));
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @FuzzTest(maxDuration = "2m")
    void ac3_frame(byte[] bytes) {
        try {
            ByteBuf in = Unpooled.wrappedBuffer(bytes);
            boolean old = bytes.length > 5 && (bytes[5] & 0xff) >> 3 <= 8;
            assertSound(Ac3Header.parse(old ? Codec.AC3 : Codec.EAC3, in));
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    private static void assertPicture(VideoConfiguration video) {
        assertPicture(video.width(), video.height(), video.frameRate());
    }

    private static void assertSound(AudioConfiguration sound) {
        assertThat(sound.sampleRate()).isBetween(1, 384_000);
        assertThat(sound.channels()).isBetween(1, 8);
        assertThat(sound.samplesPerFrame()).isBetween(1, 65_536);
    }
}
