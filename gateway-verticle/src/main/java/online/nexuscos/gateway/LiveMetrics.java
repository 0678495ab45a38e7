package online.nexuscos.gateway;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.DoubleSupplier;
import online.nexuscos.streamcore.hub.StreamStatus.State;
import online.nexuscos.streamcore.rtmp.RtmpServer;

/**
 * Shows the live engine to Prometheus. It has no labels: streams come and go, series should not.
 */
final class LiveMetrics {
    private LiveMetrics() {}

    static void register(PrometheusRegistry registry, LiveEngine engine, RtmpServer rtmp) {
        gauge(
                registry,
                "nexus_streams",
                "Streams that somebody publishes",
                () ->
                        engine.statuses().stream()
                                .filter(status -> status.state() == State.LIVE)
                                .count());
        gauge(registry, "nexus_readers", "Viewers of all streams", engine::viewers);
        gauge(
                registry,
                "nexus_window_bytes",
                "Media that is kept in memory for viewers",
                engine::heldBytes);
        counter(
                registry,
                "nexus_ingest_bytes",
                "Bytes of media taken from publishers",
                () -> engine.totals().ingestBytes());
        counter(
                registry,
                "nexus_egress_bytes",
                "Bytes of playlists and media sent to viewers",
                () -> engine.totals().egressBytes());
        counter(
                registry,
                "nexus_dropped_packets",
                "Packets of publishers that were not taken",
                () -> engine.totals().drops());
        counter(
                registry,
                "nexus_media_requests",
                "Requests of viewers for playlists and media",
                () -> engine.totals().requests());
        counter(
                registry,
                "nexus_media_errors",
                "Requests of viewers that were refused",
                () -> engine.totals().failedRequests());
        gauge(
                registry,
                "nexus_rtmp_connections",
                "Connections to the RTMP port",
                () -> rtmp.statistics().connections());
        counter(
                registry,
                "nexus_rtmp_refused",
                "RTMP connections that never came to publish",
                () -> rtmp.statistics().refused() + rtmp.statistics().turnedAway());
        CounterWithCallback.builder()
                .name("nexus_limited")
                .help("Those who were refused or cut off, by the limit of live.limits")
                .labelNames("limit")
                .callback(callback -> {
                    callback.call((double) rtmp.statistics().turnedAway(), "connections");
                    callback.call((double) rtmp.statistics().oneTooMany(), "connectionsPerAddress");
                    callback.call((double) engine.hub().refusedStreams(), "streams");
                    callback.call((double) engine.hub().cutForBitrate(), "publisherKbps");
                    callback.call((double) engine.refusedViewers(), "viewersPerStream");
                    callback.call((double) engine.outgoing().refused(), "outgoingMbps");
                })
                .register(registry);
    }

    private static void gauge(
            PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    private static void counter(
            PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }
}
