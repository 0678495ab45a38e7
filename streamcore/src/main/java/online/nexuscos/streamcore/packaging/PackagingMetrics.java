package online.nexuscos.streamcore.packaging;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** What all packagers together count. */
public final class PackagingMetrics {
    private static final double NANOS = 1e9;

    private final Histogram latency;
    private final Counter parts;
    private final Counter lateParts;
    private final Counter lateSamples;
    private final Counter droppedCues;

    public PackagingMetrics(PrometheusRegistry registry) {
        latency =
                Histogram.builder()
                        .name("nexus_part_latency_seconds")
                        .help("From a frame's arrival at the socket to its part being served")
                        .classicOnly()
                        .classicUpperBounds(
                                0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35,
                                0.4, 0.45, 0.5, 0.75, 1, 2, 5)
                        .register(registry);
        parts = Counter.builder().name("nexus_parts_total").help("Parts made").register(registry);
        lateParts =
                Counter.builder()
                        .name("nexus_late_parts_total")
                        .help("Parts that came more than two part targets after the one before")
                        .register(registry);
        lateSamples =
                Counter.builder()
                        .name("nexus_late_packets_total")
                        .help("Packets dropped because their part was closed without them")
                        .register(registry);
        droppedCues =
                Counter.builder()
                        .name("nexus_dropped_cues_total")
                        .help("Cues dropped because there were too many, or no media to go with")
                        .register(registry);
    }

    void droppedCue() {
        droppedCues.inc();
    }

    void sampleServed(long nanos) {
        latency.observe(nanos / NANOS);
    }

    void part(boolean late) {
        parts.inc();
        if (late) {
            lateParts.inc();
        }
    }

    void lateSample() {
        lateSamples.inc();
    }
}
