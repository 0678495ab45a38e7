package online.nexuscos.gateway;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.DoubleSupplier;
import java.util.function.ToLongFunction;
import online.nexuscos.streamcore.hub.StreamStatus.State;
import online.nexuscos.streamcore.play.Broadcasts;
import online.nexuscos.streamcore.play.PlayForm;
import online.nexuscos.streamcore.play.PlayStatistics;
import online.nexuscos.streamcore.rtmp.RtmpServer;

/**
 * Shows the live engine to Prometheus. No label names a stream: streams come and go, series should
 * not.
 */
final class LiveMetrics {
    private LiveMetrics() {}

    static void register(PrometheusRegistry registry, LiveEngine engine, RtmpServer rtmp) {
        registerStreams(registry, engine);
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
        registerPlay(registry, engine.broadcasts());
        gauge(
                registry,
                "nexus_rtmp_connections",
                "Connections to the RTMP port",
                () -> rtmp.statistics().connections());
        counter(
                registry,
                "nexus_rtmp_refused",
                "RTMP connections that came neither to publish nor to play",
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

    private static void registerStreams(PrometheusRegistry registry, LiveEngine engine) {
        gauge(
                registry,
                "nexus_streams",
                "Streams that somebody publishes",
                () -> count(engine, State.LIVE));
        gauge(
                registry,
                "nexus_slates",
                "Streams that show a slate since nobody publishes",
                () -> count(engine, State.SLATE));
    }

    private static long count(LiveEngine engine, State state) {
        return engine.statuses().stream().filter(status -> status.state() == state).count();
    }

    /** Its one label has three values: the forms in which streams are played as they come. */
    private static void registerPlay(PrometheusRegistry registry, Broadcasts broadcasts) {
        GaugeWithCallback.builder()
                .name("nexus_play_viewers")
                .help("Viewers who play streams as they come, by the form")
                .labelNames("form")
                .callback(callback -> {
                    for (PlayForm form : PlayForm.values()) {
                        callback.call((double) broadcasts.statistics(form).viewers(), form.label());
                    }
                })
                .register(registry);
        perForm(
                registry,
                "nexus_play_bytes",
                "Bytes sent to viewers who play streams as they come, by the form",
                broadcasts,
                PlayStatistics::bytes);
        perForm(
                registry,
                "nexus_play_dropped_packets",
                "Packets that such viewers were too slow for, by the form",
                broadcasts,
                PlayStatistics::dropped);
        perForm(
                registry,
                "nexus_play_too_slow",
                "Such viewers who were closed since they stayed too slow, by the form",
                broadcasts,
                PlayStatistics::tooSlow);
        gauge(
                registry,
                "nexus_play_waiting",
                "Viewers who wait for a stream to begin",
                broadcasts::waiting);
    }

    private static void perForm(
            PrometheusRegistry registry,
            String name,
            String help,
            Broadcasts broadcasts,
            ToLongFunction<PlayStatistics> value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("form")
                .callback(callback -> {
                    for (PlayForm form : PlayForm.values()) {
                        callback.call(
                                (double) value.applyAsLong(broadcasts.statistics(form)),
                                form.label());
                    }
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
