package online.nexuscos.gateway;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.Function;
import online.nexuscos.streamcore.srt.SrtServer;
import online.nexuscos.streamcore.srt.SrtStatistics;
import online.nexuscos.transcode.worker.WorkerPool;
import online.nexuscos.transcode.worker.WorkerStatistics;

/** Shows SRT and the workers to Prometheus, without labels. */
final class IngestMetrics {
    private IngestMetrics() {}

    static void register(PrometheusRegistry registry, SrtServer srt) {
        GaugeWithCallback.builder()
                .name("nexus_srt_connections")
                .help("Publishers over SRT")
                .callback(callback -> callback.call(srt.statistics().connections()))
                .register(registry);
        counter(
                registry,
                srt,
                "nexus_srt_refused",
                "Callers over SRT that were told why they may not publish",
                SrtStatistics::refused);
        counter(
                registry,
                srt,
                "nexus_srt_packets",
                "Packets of media over SRT",
                SrtStatistics::packets);
        counter(
                registry,
                srt,
                "nexus_srt_retransmitted",
                "Packets over SRT that came again because they had been lost",
                SrtStatistics::retransmitted);
        counter(
                registry,
                srt,
                "nexus_srt_lost",
                "Packets over SRT that did not come in time",
                SrtStatistics::lost);
        counter(
                registry,
                srt,
                "nexus_srt_strangers",
                "Datagrams at the port of SRT that belong to nobody",
                SrtStatistics::strangers);
    }

    private static void counter(
            PrometheusRegistry registry,
            SrtServer srt,
            String name,
            String help,
            Function<SrtStatistics, Long> value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.apply(srt.statistics())))
                .register(registry);
    }

    static void register(PrometheusRegistry registry, WorkerPool workers) {
        GaugeWithCallback.builder()
                .name("nexus_worker_processes")
                .help("Processes that read strangers' media for the server")
                .callback(callback -> callback.call(workers.statistics().processes()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("nexus_worker_jobs")
                .help("Jobs in those processes")
                .callback(callback -> callback.call(workers.statistics().jobs()))
                .register(registry);
        counter(
                registry,
                workers,
                "nexus_worker_starts",
                "Workers started",
                WorkerStatistics::started);
        counter(
                registry,
                workers,
                "nexus_worker_crashes",
                "Workers that ended by themselves",
                WorkerStatistics::crashes);
        counter(
                registry,
                workers,
                "nexus_worker_refused",
                "Jobs for which no worker was free",
                WorkerStatistics::refused);
        counter(
                registry,
                workers,
                "nexus_worker_bytes",
                "Bytes that workers have sent to the server",
                WorkerStatistics::bytes);
    }

    private static void counter(
            PrometheusRegistry registry,
            WorkerPool workers,
            String name,
            String help,
            Function<WorkerStatistics, Long> value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.apply(workers.statistics())))
                .register(registry);
    }
}
