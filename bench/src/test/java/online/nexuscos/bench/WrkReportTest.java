package online.nexuscos.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrkReportTest {
    private static final String OUTPUT =
            """
            Running 4s test @ http://127.0.0.1:8080/live/bench0/video.m3u8
              1 threads and 64 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     1.05ms    2.64ms  23.18ms   91.71%
                Req/Sec    16.90k    10.13k   31.62k    50.00%
              17015 requests in 4.01s, 20.22MB read
            Requests/sec:   4243.14
            Transfer/sec:      5.04MB
            """;

    @Test
    void readsTotals() {
        WrkReport report = WrkReport.parse(OUTPUT);

        assertThat(report.requests()).isEqualTo(17015);
        assertThat(report.seconds()).isEqualTo(4.01);
        assertThat(report.bytes()).isEqualTo(20.22 * 1024 * 1024);
        assertThat(report.failures()).isZero();
        assertThat(report.requestsPerSecond()).isCloseTo(4243.14, within(0.01));
    }

    @Test
    void countsFailures() {
        String failures =
                """
                  Socket errors: connect 1, read 2, write 3, timeout 4
                  Non-2xx or 3xx responses: 30
                """;

        assertThat(WrkReport.parse(OUTPUT + failures).failures()).isEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource({
        "1 requests in 500.00ms, 64.00B read, 0.5, 64",
        "1 requests in 100.00us, 2.00KB read, 0.0001, 2048",
        "1 requests in 2.00m, 1.50GB read, 120, 1610612736",
        "1 requests in 1.00h, 1.00TB read, 3600, 1099511627776",
    })
    void knowsUnits(String requests, String read, double seconds, double bytes) {
        WrkReport report = WrkReport.parse(requests + ", " + read);

        assertThat(report.seconds()).isCloseTo(seconds, within(1e-9));
        assertThat(report.bytes()).isEqualTo(bytes);
    }

    @Test
    void refusesOutputWithoutTotal() {
        assertThatExceptionOfType(BenchException.class)
                .isThrownBy(() -> WrkReport.parse("unable to connect to 127.0.0.1:1"))
                .withMessageContaining("unable to connect");
    }
}
