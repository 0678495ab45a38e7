package online.nexuscos.platform.bus;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

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
    private final Gauge nodes;
    private final TransferMetrics transfers;

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
                counter(
                        registry,
                        "nexus_service_answers_total",
                        "Answers by route and class of status",
                        "service",
                        "route",
                        "status");
        refused =
                counter(
                        registry,
                        "nexus_service_refused_total",
                        "Calls refused since too many were being answered",
                        "service");
        up =
                gauge(
                        registry,
                        "nexus_service_up",
                        "1 where the service runs on this node",
                        "service");
        inFlight =
                gauge(
                        registry,
                        "nexus_service_in_flight",
                        "Calls that are being answered",
                        "service");
        restarts =
                counter(
                        registry,
                        "nexus_service_restarts_total",
                        "How often a service crashed and was started again",
                        "service");
        retries =
                counter(
                        registry,
                        "nexus_call_retries_total",
                        "Calls sent again, to another instance or the same",
                        "service");
        open =
                gauge(
                        registry,
                        "nexus_circuits_open",
                        "Instances that get no calls since they failed",
                        "service");
        nodes =
                gauge(
                        registry,
                        "nexus_nodes",
                        "Nodes of the cluster that are heard, this one included");
        nodes.set(1);
        transfers = new TransferMetrics(registry);
    }

    private static Counter counter(
            PrometheusRegistry registry, String name, String help, String... labels) {
        return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    private static Gauge gauge(
            PrometheusRegistry registry, String name, String help, String... labels) {
        return Gauge.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    void nodes(int heard) {
        nodes.set(heard);
    }

    TransferMetrics transfers() {
        return transfers;
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
