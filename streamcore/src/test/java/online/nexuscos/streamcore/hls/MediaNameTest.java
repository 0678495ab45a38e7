package online.nexuscos.streamcore.hls;

import static org.assertj.core.api.Assertions.assertThat;

import online.nexuscos.streamcore.hls.MediaName.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaNameTest {
    private final TestingRendition video = TestingRendition.video(0.2, 0);

    @Test
    void isReadAsItIsWritten() {
        PlaylistText text = new PlaylistText(8);
        MediaName.addInitialization(text, video, 3);
        assertThat(MediaName.of(text.toString(), video))
                .isEqualTo(new MediaName(Kind.INITIALIZATION, 3, 0));

        text = new PlaylistText(8);
        MediaName.addSegment(text, video, 1_234_567_890_123L);
        assertThat(MediaName.of(text.toString(), video))
                .isEqualTo(new MediaName(Kind.SEGMENT, 1_234_567_890_123L, 0));

        text = new PlaylistText(8);
        MediaName.addPart(text, video, 0, 17);
        assertThat(text.toString()).isEqualTo("v-k3-0.17.m4s");
        assertThat(MediaName.of(text.toString(), video)).isEqualTo(new MediaName(Kind.PART, 0, 17));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a-k3-1.m4s",
                "v-k4-1.m4s",
                "v-k3-.m4s",
                "v-k3-01.m4s",
                "v-k3-1.00.m4s",
                "v-k3-1..m4s",
                "v-k3-.1.m4s",
                "v-k3-1.2.3.m4s",
                "v-k3--1.m4s",
                "v-k3-1.2147483648.m4s",
                "v-k3-9999999999999999999.m4s",
                "v-k3-init.mp4",
                "v-k3-init00.mp4",
                "v-k3-init0.m4s",
                "v-k3-1.mp4",
                "v-k3-",
                "v-k3",
                "v-k31.m4s",
                ".m4s",
                "",
            })
    void isNothingElse(String file) {
        assertThat(MediaName.of(file, video)).isNull();
    }
}
