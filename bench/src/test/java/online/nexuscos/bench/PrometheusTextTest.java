package online.nexuscos.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PrometheusTextTest {
    private static final String TEXT =
            """
            # HELP nexus_window_bytes Media held
            # TYPE nexus_window_bytes gauge
            nexus_window_bytes{stream="a"} 1.5e6
            nexus_window_bytes{stream="b le=\\"7\\""} 500000
            up 1 1700000000000
            latency_seconds_bucket{stream="a",le="0.1"} 10
            latency_seconds_bucket{stream="a",le="0.2"} 20
            latency_seconds_bucket{stream="a",le="+Inf"} 21
            latency_seconds_bucket{stream="b",le="0.1"} 30
            latency_seconds_bucket{stream="b",le="0.2"} 70
            latency_seconds_bucket{stream="b",le="+Inf"} 79
            latency_seconds_sum 12.5
            latency_seconds_count{stream="a"} 21
            """;

    private final PrometheusText scrape = PrometheusText.parse(TEXT);

    @Test
    void sumsOverLabels() {
        assertThat(scrape.sum("nexus_window_bytes")).hasValue(2e6);
        assertThat(scrape.sum("up")).hasValue(1);
        assertThat(scrape.sum("absent")).isEmpty();
    }

    @Test
    void interpolatesWithinABucket() {
        PrometheusText.Histogram histogram = scrape.histogram("latency_seconds");

        assertThat(histogram.count()).isEqualTo(100);
        assertThat(histogram.quantile(0.2).orElseThrow()).isCloseTo(0.05, within(1e-9));
        assertThat(histogram.quantile(0.4).orElseThrow()).isCloseTo(0.1, within(1e-9));
        assertThat(histogram.quantile(0.65).orElseThrow()).isCloseTo(0.15, within(1e-9));
    }

    @Test
    void answersTheHighestBoundAboveAllBounds() {
        assertThat(scrape.histogram("latency_seconds").quantile(0.99)).hasValue(0.2);
    }

    @Test
    void skipsEmptyBuckets() {
        String text =
                """
                x_bucket{le="1"} 0
                x_bucket{le="2"} 0
                x_bucket{le="4"} 8
                x_bucket{le="8"} 8
                x_bucket{le="+Inf"} 8
                """;

        PrometheusText.Histogram histogram = PrometheusText.parse(text).histogram("x");
        assertThat(histogram.quantile(0)).hasValue(2);
        assertThat(histogram.quantile(0.5)).hasValue(3);
        assertThat(histogram.quantile(1)).hasValue(4);
    }

    @Test
    void subtractsAnEarlierScrape() {
        PrometheusText later =
                PrometheusText.parse(
                        """
                        latency_seconds_bucket{stream="a",le="0.1"} 40
                        latency_seconds_bucket{stream="a",le="0.2"} 100
                        latency_seconds_bucket{stream="a",le="+Inf"} 110
                        """);

        PrometheusText.Histogram difference =
                later.histogram("latency_seconds").since(scrape.histogram("latency_seconds"));
        assertThat(difference.count()).isEqualTo(10);
        assertThat(difference.quantile(0.5).orElseThrow()).isCloseTo(0.15, within(1e-9));
    }

    @Test
    void knowsNothingOfNoObservations() {
        assertThat(scrape.histogram("absent").quantile(0.5)).isEmpty();
    }

    @Test
    void refusesAValueThatIsNoNumber() {
        assertThatExceptionOfType(BenchException.class)
                .isThrownBy(() -> PrometheusText.parse("up down"));
    }
}
