package online.nexuscos.streamcore.srt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundTripTest {
    private static final long LATENCY = 400_000;

    private final RoundTrip trip = new RoundTrip();
    private int number;

    private void sample(long us) {
        number++;
        trip.sent(number, 0);
        trip.answered(number, us);
    }

    @Test
    void asks_soon_on_a_fast_line() {
        for (int i = 0; i < 50; i++) {
            sample(1000);
        }
        assertThat(trip.patienceUs(LATENCY)).isEqualTo(20_000);
    }

    @Test
    void a_pause_leaves_time_for_more_than_one_try() {
        for (int i = 0; i < 50; i++) {
            sample(1000);
        }
        sample(1_000_000);
        assertThat(trip.smoothedUs() + 4 * trip.variationUs()).isGreaterThan(1_000_000);
        assertThat(trip.patienceUs(LATENCY)).isBetween(100_000L, 165_000L);
    }

    @Test
    void waits_for_an_answer_that_takes_long_by_nature() {
        for (int i = 0; i < 80; i++) {
            sample(300_000);
        }
        assertThat(trip.patienceUs(LATENCY)).isBetween(290_000L, 320_000L);
    }
}
