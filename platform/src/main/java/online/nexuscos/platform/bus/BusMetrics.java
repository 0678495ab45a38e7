package online.nexuscos.platform.bus;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;
import online.nexuscos.platform.bus.StreamLine.LineException;

/** What is counted of services; the labels are declared names, so they are bounded. */
final class BusMetrics {
    private static final double NANOS = 1e9;

    private final Histogram seconds;
    private final Counter answers;
    private final Counter refused;
    private final Gauge up;
    private final Gauge inFlight;
    private final Counter restarts;
    private final Counter retries;
    private final Gauge open;
    private final Gauge streams;
    private final Gauge nodes;
    private final Counter bytes;
    private final Counter cut;

    BusMetrics(PrometheusRegistry registry) {
        seconds =
                Histogram.builder()
                        .name("nexus_service_seconds")
                        .help("How long a service took to answer")
                        .classicOnly()
                        .classicUpperBounds(0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10)
                        .labelNames("service")
                        .register(registry);
        answers =
                Counter.builder()
                        .name("nexus_service_answers_total")
                        .help("Answers by route and class of status")
                        .labelNames("service", "route", "status")
                        .register(registry);
        refused =
                Counter.builder()
                        .name("nexus_service_refused_total")
                        .help("Calls refused since too many were being answered")
                        .labelNames("service")
                        .register(registry);
        up =
                Gauge.builder()
                        .name("nexus_service_up")
                        .help("1 where the service runs on this node")
                        .labelNames("service")
                        .register(registry);
        inFlight =
                Gauge.builder()
                        .name("nexus_service_in_flight")
                        .help("Calls that are being answered")
                        .labelNames("service")
                        .register(registry);
        restarts =
                Counter.builder()
                        .name("nexus_service_restarts_total")
                        .help("How often a service crashed and was started again")
                        .labelNames("service")
                        .register(registry);
        retries =
                Counter.builder()
                        .name("nexus_call_retries_total")
                        .help("Calls sent again, to another instance or the same")
                        .labelNames("service")
                        .register(registry);
        open =
                Gauge.builder()
                        .name("nexus_circuits_open")
                        .help("Instances that get no calls since they failed")
                        .labelNames("service")
                        .register(registry);
        nodes =
                Gauge.builder()
                        .name("nexus_nodes")
                        .help("Nodes of the cluster that are heard, this one included")
                        .register(registry);
        nodes.set(1);
        streams =
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

    void nodes(int heard) {
        nodes.set(heard);
    }

    void streams(String service, int underWay) {
        streams.labelValues(service).set(underWay);
    }

    void transferred(String service, String direction, long count) {
        bytes.labelValues(service, direction).inc(count);
    }

    void cut(String service, LineException.Cause reason) {
        cut.labelValues(service, reason.name().toLowerCase(Locale.ROOT)).inc();
    }

    void answered(String service, String route, int status, long nanos) {
        seconds.labelValues(service).observe(nanos / NANOS);
        answers.labelValues(service, route, status / 100 + "xx").inc();
    }

    void refused(String service) {
        refused.labelValues(service).inc();
    }

    void inFlight(String service, int calls) {
        inFlight.labelValues(service).set(calls);
    }

    void up(String service, boolean isUp) {
        up.labelValues(service).set(isUp ? 1 : 0);
    }

    void restarted(String service) {
        restarts.labelValues(service).inc();
    }

    void retried(String service) {
        retries.labelValues(service).inc();
    }

    void circuit(String service, boolean isOpen) {
        open.labelValues(service).inc(isOpen ? 1 : -1);
    }
}
