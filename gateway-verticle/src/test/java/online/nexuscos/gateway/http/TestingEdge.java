package online.nexuscos.gateway.http;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import online.nexuscos.gateway.bridge.Bridge;
import online.nexuscos.gateway.limit.LocalBuckets;
import online.nexuscos.gateway.streams.StreamDirectory;
import online.nexuscos.gateway.streams.StreamService;
import online.nexuscos.gateway.streams.TestingDirectory;
import online.nexuscos.platform.bus.BusOptions;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.config.ChannelConfig;
import online.nexuscos.platform.config.EdgeConfig;
import online.nexuscos.platform.config.EdgeConfig.AccessLogFormat;
import online.nexuscos.platform.config.LimitsConfig;
import online.nexuscos.platform.metrics.MetricsText;
import online.nexuscos.platform.service.Authenticator;
import online.nexuscos.services.core.CoreOs;

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
                bus(vertx, directory, channels),
                new HttpEndpoints.Apis(
                        new HealthApi(vertx, InstantSource.system(), List::of),
                        new TrustApi(Optional::empty)));
    }

    /** Without streams. */
    static HttpEndpoints endpoints(Vertx vertx, EdgeConfig config, HttpEndpoints.Apis apis) {
        return endpoints(vertx, config, bus(vertx, new TestingDirectory(), Map.of()), apis);
    }

    private static ServiceBus bus(
            Vertx vertx, StreamDirectory directory, Map<String, ChannelConfig> channels) {
        InstantSource clock = InstantSource.system();
        ServiceBus bus =
                new ServiceBus(
                        vertx,
                        BusOptions.of("test", new byte[32], clock),
                        new PrometheusRegistry(),
                        Optional.empty());
        await(
                bus.add(
                        new StreamService(
                                directory,
                                () -> channels,
                                Optional.empty(),
                                _ -> {},
                                bus.events(),
                                _ -> {},
                                clock,
                                Optional.empty())));
        await(
                bus.add(
                        new CoreOs(
                                bus,
                                Set::of,
                                List::of,
                                List::of,
                                Optional.empty(),
                                Optional.empty())));
        return bus;
    }

    private static void await(Future<Void> starting) {
        starting.toCompletionStage().toCompletableFuture().join();
    }

    private static HttpEndpoints endpoints(
            Vertx vertx, EdgeConfig config, ServiceBus bus, HttpEndpoints.Apis apis) {
        Callers callers = new Callers(config.trustedProxies());
        RateLimits limits =
                new RateLimits(config.limits(), new LocalBuckets(InstantSource.system()), callers);
        return new HttpEndpoints(
                vertx,
                new Gate(config, 0, callers, limits),
                new Bridge(vertx, bus, Authenticator.NOBODY, callers, limits),
                apis,
                config.sites(),
                new MetricsText(new PrometheusRegistry(), () -> {}));
    }
}
