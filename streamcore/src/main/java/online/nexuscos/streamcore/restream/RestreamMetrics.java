package online.nexuscos.streamcore.restream;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import online.nexuscos.streamcore.restream.TargetStatus.State;
import online.nexuscos.streamcore.rtmp.client.Ending;

/** What all targets together count. */
public final class RestreamMetrics {
    private final Counter attempts;
    private final Counter endings;
    private final Counter bytes;
    private final Counter dropped;
    private final Gauge states;

    public RestreamMetrics(PrometheusRegistry registry) {
        attempts =
                Counter.builder()
                        .name("nexus_restream_attempts_total")
                        .help("Attempts to connect to a target of a channel")
                        .register(registry);
        endings =
                Counter.builder()
                        .name("nexus_restream_endings_total")
                        .help("Connections to targets that are over, by why")
                        .labelNames("kind")
                        .register(registry);
        bytes =
                Counter.builder()
                        .name("nexus_restream_bytes_total")
                        .help("Bytes of media sent to targets")
                        .register(registry);
        dropped =
                Counter.builder()
                        .name("nexus_restream_dropped_packets_total")
                        .help("Packets that a target was too slow for")
                        .register(registry);
        states =
                Gauge.builder()
                        .name("nexus_restream_targets")
                        .help("Targets of live channels, by state")
                        .labelNames("state")
                        .register(registry);
    }

    void attempted() {
        attempts.inc();
    }

    void ended(Ending.Kind kind) {
        endings.labelValues(name(kind)).inc();
    }

    void sent(long count) {
        bytes.inc(count);
    }

    void dropped(long count) {
        dropped.inc(count);
    }

    void changed(State from, State to) {
        states.labelValues(name(from)).dec();
        states.labelValues(name(to)).inc();
    }

    void began(State state) {
        states.labelValues(name(state)).inc();
    }

    void gone(State state) {
        states.labelValues(name(state)).dec();
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT);
    }
}
