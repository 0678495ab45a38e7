package online.nexuscos.streamcore.callback;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** What came of callbacks. */
public final class CallbackMetrics {
    private final Counter callbacks;

    public CallbackMetrics(PrometheusRegistry registry) {
        callbacks =
                Counter.builder()
                        .name("nexus_callbacks_total")
                        .help("Questions and news to the site, by what they were and what came")
                        .labelNames("call", "outcome")
                        .register(registry);
    }

    void answered(CallbackKind kind, CallbackAnswer answer) {
        callbacks
                .labelValues(
                        kind.call(),
                        switch (answer) {
                            case CallbackAnswer.Allowed _ -> "allowed";
                            case CallbackAnswer.Redirected _ -> "redirected";
                            case CallbackAnswer.Refused _ -> "refused";
                            case CallbackAnswer.Silent _ -> "silent";
                        })
                .inc();
    }
}
