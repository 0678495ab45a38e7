package online.nexuscos.streamcore.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.hub.TestingMedia;
import online.nexuscos.streamcore.media.AudioConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CadenceTest {
    @ParameterizedTest
    @CsvSource({
        "24, 5, 0.209",
        "23.976023976, 5, 0.209",
        "25, 5, 0.2",
        "29.97002997, 6, 0.201",
        "30, 6, 0.2",
        "50, 10, 0.2",
        "59.94005994, 12, 0.201",
        "60, 12, 0.2",
        "0, 0, 0.334",
    })
    void isTheWholeNumberOfFramesNearestToFifthOfSecond(double rate, int frames, double target) {
        assertThat(Cadence.video(rate, 0)).isEqualTo(new Cadence(frames, target));
    }

    @Test
    void leavesRoomForOneAudioFrameMore() {
        AudioConfiguration audio = (AudioConfiguration) TestingMedia.AUDIO.configuration();
        assertThat(Cadence.video(25, 0.02).audioPartTarget(audio)).isEqualTo(0.214);
    }

    @Test
    void growsWhenOneAudioFrameWouldBeTooMuchOfPart() {
        assertThat(Cadence.video(25, 2048 / 44_100.0).partTarget()).isEqualTo(0.32);
        // FLAC: six or seven frames of 96 ms
        assertThat(Cadence.video(25, 4608 / 48_000.0).partTarget()).isEqualTo(0.64);
    }

    @ParameterizedTest
    @CsvSource({"23.976023976", "24", "25", "29.97002997", "30", "50", "59.94005994", "60", "12.5"})
    void findsTheRateInTimesRoundedToMilliseconds(double rate) {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            seconds.add(Math.round(i * 1000 / rate) / 1000.0);
        }
        assertThat(FrameRate.of(seconds, rate)).isEqualTo(rate);
        assertThat(FrameRate.of(seconds, 0)).isCloseTo(rate, within(0.0011 * rate));
    }

    @Test
    void callsUnevenTimesNotConstant() {
        List<Double> seconds =
                List.of(0.0, 0.04, 0.08, 0.1, 0.16, 0.21, 0.24, 0.3, 0.31, 0.36, 0.4, 0.44);
        assertThat(FrameRate.of(seconds, 25)).isZero();
    }
}
