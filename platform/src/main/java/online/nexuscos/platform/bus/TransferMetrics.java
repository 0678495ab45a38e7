package online.nexuscos.platform.bus;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;
import online.nexuscos.platform.bus.StreamLine.LineException;

/** What is counted of downloads and uploads. */
final class TransferMetrics {
    private final Gauge underWay;
    private final Counter bytes;
    private final Counter cut;

    TransferMetrics(PrometheusRegistry registry) {
        underWay =
                Gauge.builder()
                        .name("nexus_streams_under_way")
                        .help("Downloads and uploads that are under way")
                        .labelNames("service")
                        .register(registry);
        bytes =
                Counter.builder()
                        .name("nexus_stream_bytes_total")
                        .help("Bytes of downloads and uploads that have ended")
                        .labelNames("service", "direction")
                        .register(registry);
        cut =
                Counter.builder()
                        .name("nexus_streams_cut_total")
                        .help("Downloads and uploads that ended too early, and why")
                        .labelNames("service", "reason")
                        .register(registry);
    }

    void underWay(String service, int count) {
        underWay.labelValues(service).set(count);
    }

    void received(String service, long count) {
        bytes.labelValues(service, "in").inc(count);
    }

    void sent(String service, long count) {
        bytes.labelValues(service, "out").inc(count);
    }

    void cut(String service, LineException.Cause reason) {
        cut.labelValues(service, reason.name().toLowerCase(Locale.ROOT)).inc();
    }
}
