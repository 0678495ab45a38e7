package online.nexuscos.streamcore.slate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.MediaException;
import org.junit.jupiter.api.Test;

class SlateFileTest {
    /** Main profile, 128 x 72, 25 frames a second. */
    private static final String AVC =
            "014d400affe10017674d400aeca105fcb808800000030080000019078912cb01000568ebe3cb20";

    private static final String AAC = "1190";
    private static final int VIDEO = 9;
    private static final int AUDIO = 8;
    private static final int SCRIPT = 18;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    private SlateFileTest header() {
        file.writeBytes(HexFormat.of().parseHex("464c5601050000000900000000"));
        return this;
    }

    private SlateFileTest tag(int type, String hex) {
        byte[] body = HexFormat.of().parseHex(hex);
        file.write(type);
        file.writeBytes(new byte[] {0, (byte) (body.length >> 8), (byte) body.length});
        file.writeBytes(new byte[7]);
        file.writeBytes(body);
        file.writeBytes(new byte[4]);
        return this;
    }

    private SlateFileTest whole(int pictures, int sounds) {
        header().tag(SCRIPT, "020000").tag(VIDEO, "1700000000" + AVC).tag(AUDIO, "af00" + AAC);
        for (int i = 0; i < pictures; i++) {
            tag(VIDEO, i == 0 ? "17010000000000000165" : "27010000000000000141");
        }
        for (int i = 0; i < sounds; i++) {
            tag(AUDIO, "af01%02x".formatted(i));
        }
        return this;
    }

    private SlateClip read() throws MediaException {
        return SlateFile.read(file.toByteArray(), 25);
    }

    @Test
    void readsPicturesAndSounds() throws MediaException {
        SlateClip clip = whole(50, 94).read();
        assertThat(clip.pictures()).hasSize(50);
        assertThat(clip.pictures().getFirst().keyframe()).isTrue();
        assertThat(clip.pictures().get(1).keyframe()).isFalse();
        assertThat(clip.sounds()).hasSize(94);
        assertThat(((AudioConfiguration) clip.audio().configuration()).sampleRate())
                .isEqualTo(48_000);
        assertThat(clip.bytes()).isEqualTo(50 * 5 + 94);
    }

    @Test
    void goesRoundWithPicturesAndSoundTogether() throws MediaException {
        SlateClip clip = whole(50, 94).read();
        assertThat(clip.picture(150).keyframe()).isTrue();
        assertThat(clip.pictureTicks(150)).isEqualTo(6 * 90_000);
        for (long number = 0; number < 100_000; number++) {
            double inRound = clip.soundSeconds(number) % 2;
            int index = clip.sound(number).getByte(0) & 0xff;
            assertThat(index * 1024 / 48_000.0 - inRound).isBetween(-0.022, 0.001);
        }
    }

    @Test
    void namesWhatIsNoClip() {
        assertThatThrownBy(this::read).hasMessage("slate: no FLV file");
        header();
        assertThatThrownBy(this::read).hasMessageContaining("no pictures that begin");
        tag(VIDEO, "1200000000ff");
        assertThatThrownBy(this::read)
                .hasMessageStartingWith("slate: video codec Sorenson H.263 is not supported");
    }

    @Test
    void refusesTagsBeyondTheEnd() {
        byte[] whole = whole(3, 3).file.toByteArray();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            try {
                SlateFile.read(cut, 25);
            } catch (MediaException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void survivesAnyBytes() {
        byte[] whole = whole(3, 3).file.toByteArray();
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            byte[] broken = whole.clone();
            for (int i = 0; i < 4; i++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(SlateFile.read(broken, 25).pictures()).isNotEmpty();
            } catch (MediaException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }
}
