package online.nexuscos.platform.sql;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;

/** What the database counts. */
final class SqlMetrics {
    private static final double NANOS = 1e9;

    private final Histogram committed;
    private final Counter failed;
    private final Counter retried;

    SqlMetrics(PrometheusRegistry registry) {
        committed =
                Histogram.builder()
                        .name("nexus_sql_transaction_seconds")
                        .help("How long transactions took that were committed")
                        .classicOnly()
                        .classicUpperBounds(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2, 10)
                        .register(registry);
        failed =
                Counter.builder()
                        .name("nexus_sql_transaction_failures_total")
                        .help("Attempts of transactions that the database refused, by kind")
                        .labelNames("kind")
                        .register(registry);
        retried =
                Counter.builder()
                        .name("nexus_sql_transaction_retries_total")
                        .help("Transactions that ran again because others were in the way")
                        .register(registry);
        for (SqlException.Kind kind : SqlException.Kind.values()) {
            failed.initLabelValues(label(kind));
        }
    }

    void committed(long nanos) {
        committed.observe(nanos / NANOS);
    }

    void failed(SqlException.Kind kind) {
        failed.labelValues(label(kind)).inc();
    }

    void retried() {
        retried.inc();
    }

    private static String label(SqlException.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
