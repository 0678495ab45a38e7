package online.nexuscos.streamcore.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;

/** Whatever a publisher sends as a configuration is taken or refused with a reason. */
class ConfigurationFuzzTest {
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
            assertPicture(read.width(), read.height(), read.frameRate());
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
}
