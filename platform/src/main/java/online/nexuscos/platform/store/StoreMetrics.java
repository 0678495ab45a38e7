package online.nexuscos.platform.store;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import online.nexuscos.platform.store.StoreHealth.State;

/** Shows the stores to Prometheus, once somebody has asked for them. Reading may take a second. */
public final class StoreMetrics {
    private StoreMetrics() {}

    public static void register(PrometheusRegistry registry, Stores stores) {
        GaugeWithCallback.builder()
                .name("nexus_store_up")
                .help(
                        "1 while the store takes connections, 0 otherwise; none for one not asked for")
                .labelNames("store")
                .callback(callback -> {
                    for (StoreHealth health : stores.health()) {
                        if (health.state() != State.IDLE) {
                            callback.call(health.state() == State.UP ? 1 : 0, health.name());
                        }
                    }
                })
                .register(registry);
        CounterWithCallback.builder()
                .name("nexus_store_restarts")
                .help("How often a store of our own ended without being told to, and came back")
                .labelNames("store")
                .callback(callback -> {
                    for (StoreHealth health : stores.health()) {
                        if (health.embedded() && health.state() != State.IDLE) {
                            callback.call(health.restarts(), health.name());
                        }
                    }
                })
                .register(registry);
    }
}
