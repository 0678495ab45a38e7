package online.nexuscos.gateway.http;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import online.nexuscos.gateway.limit.LocalBuckets;
import online.nexuscos.platform.config.ChannelConfig;
import online.nexuscos.platform.config.EdgeConfig;
import online.nexuscos.platform.config.EdgeConfig.AccessLogFormat;
import online.nexuscos.platform.config.LimitsConfig;
import online.nexuscos.platform.metrics.MetricsText;

/** Endpoints with little behind them. */
final class TestingEdge {
    /** No limits, no sites, no origins. */
    static final EdgeConfig OPEN =
            new EdgeConfig(
                    Set.of(),
                    Set.of(),
                    AccessLogFormat.OFF,
                    new LimitsConfig(0, 0, Map.of()),
                    Map.of());

    private TestingEdge() {}

    static HttpEndpoints endpoints(
            Vertx vertx,
            EdgeConfig config,
            StreamDirectory directory,
            Map<String, ChannelConfig> channels) {
        return endpoints(
                vertx,
                config,
                new HttpEndpoints.Apis(
                        new StreamsApi(directory, channels),
                        new HealthApi(vertx, InstantSource.system(), List::of),
                        new TrustApi(Optional::empty)));
    }

    static HttpEndpoints endpoints(Vertx vertx, EdgeConfig config, HttpEndpoints.Apis apis) {
        Callers callers = new Callers(config.trustedProxies());
        RateLimits limits =
                new RateLimits(config.limits(), new LocalBuckets(InstantSource.system()), callers);
        return new HttpEndpoints(
                vertx,
                new Gate(config, 0, callers, limits),
                request -> false,
                apis,
                config.sites(),
                new MetricsText(new PrometheusRegistry(), () -> {}));
    }
}
