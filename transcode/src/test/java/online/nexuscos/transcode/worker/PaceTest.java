package online.nexuscos.transcode.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Pace pace = new Pace();

    @Test
    void lets_a_source_through_that_keeps_time() {
        for (int i = 0; i < 100; i++) {
            assertThat(pace.waitNanos(i * SECOND / 25, i * SECOND / 25)).isZero();
        }
    }

    @Test
    void lets_a_clock_through_that_runs_a_little_fast() {
        for (int i = 0; i < 36_000; i++) {
            long now = i * SECOND / 10;
            assertThat(pace.waitNanos(now + now / 1000, now)).isZero();
        }
    }

    @Test
    void holds_a_burst_to_its_own_time() {
        long now = 0;
        for (int i = 0; i < 1000; i++) {
            now += pace.waitNanos(i * SECOND / 25, now);
        }
        double expected = (999 / 25.0 - 0.5) / 1.02;
        assertThat(now / 1e9).isBetween(expected - 0.1, expected + 0.1);
    }

    @Test
    void does_not_hurry_after_a_stall() {
        assertThat(pace.waitNanos(0, 0)).isZero();
        assertThat(pace.waitNanos(SECOND, 5 * SECOND)).isZero();
        assertThat(pace.waitNanos(3 * SECOND, 5 * SECOND)).isEqualTo(2 * SECOND - SECOND / 2);
    }

    @Test
    void counts_anew_after_a_jump() {
        assertThat(pace.waitNanos(0, 0)).isZero();
        assertThat(pace.waitNanos(-500 * SECOND, SECOND)).isZero();
        assertThat(pace.waitNanos(90_000 * SECOND, 2 * SECOND)).isZero();
    }
}
