package online.nexuscos.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoakOptionsTest {
    @Test
    void lastsHalfAnHourByItself() {
        SoakOptions options = SoakOptions.parse(List.of());
        assertThat(options.minutes()).isEqualTo(30);
        assertThat(options.serverCommand()).isEmpty();
    }

    @Test
    void takesWhatIsSaid() {
        SoakOptions options =
                SoakOptions.parse(
                        List.of("--minutes", "2", "--viewers", "7", "--server-command", "a b"));
        assertThat(options.minutes()).isEqualTo(2);
        assertThat(options.viewers()).isEqualTo(7);
        assertThat(options.serverCommand()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--minutes 1", "--minutes x", "--viewers 99999", "--rounds 3"})
    void refusesTheRest(String line) {
        assertThatThrownBy(() -> SoakOptions.parse(List.of(line.split(" ", -1))))
                .isInstanceOf(BenchException.class);
    }

    @Test
    void theMedianIsOfOneQuarter() {
        List<SoakSample> samples = new java.util.ArrayList<>();
        for (int i = 0; i < 12; i++) {
            samples.add(new SoakSample(i, 0, 0, 0, 0));
        }
        assertThat(SoakSample.median(samples, 0, SoakSample::heap)).isEqualTo(1);
        assertThat(SoakSample.median(samples, 3, SoakSample::heap)).isEqualTo(10);
    }
}
