package online.nexuscos.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void takesTheMiddle() {
        assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
        assertThat(Spread.of(List.of(4.0, 1.0))).isEqualTo(new Spread(2.5, 1, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(List.of()));
    }

    @Test
    void takesTheNearestRank() {
        double[] observations = {5, 1, 4, 2, 3};

        assertThat(Spread.quantile(observations, 0)).hasValue(1);
        assertThat(Spread.quantile(observations, 0.5)).hasValue(3);
        assertThat(Spread.quantile(observations, 0.99)).hasValue(5);
        assertThat(Spread.quantile(new double[0], 0.5)).isEmpty();
    }

    @Test
    void prints() {
        assertThat(new Spread(1234.56, 1000, 2000).format(1))
                .isEqualTo("1,234.6 (1,000.0–2,000.0)");
        assertThat(new Spread(2, 2, 2).format(0)).isEqualTo("2");
    }
}
