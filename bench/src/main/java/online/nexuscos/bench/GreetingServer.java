package online.nexuscos.bench;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.metrics.MetricsOptions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import online.nexuscos.gateway.access.HttpWitness;
import online.nexuscos.gateway.bridge.Bridge;
import online.nexuscos.gateway.http.Callers;
import online.nexuscos.gateway.http.Gate;
import online.nexuscos.gateway.http.HealthApi;
import online.nexuscos.gateway.http.HttpEdge;
import online.nexuscos.gateway.http.HttpEndpoints;
import online.nexuscos.gateway.http.RateLimits;
import online.nexuscos.gateway.http.TrustApi;
import online.nexuscos.gateway.limit.LocalBuckets;
import online.nexuscos.platform.bus.BusOptions;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.config.EdgeConfig;
import online.nexuscos.platform.config.EdgeConfig.AccessLogFormat;
import online.nexuscos.platform.config.LimitsConfig;
import online.nexuscos.platform.metrics.MetricsText;
import online.nexuscos.platform.service.Authenticator;

/**
 * The server's own gateway and bus, part by part as the server puts them together, with {@link
 * GreetingService} behind them. The load comes from one address, so the default limit of an address
 * is raised; it is counted all the same.
 */
final class GreetingServer {
    private static final int PER_MINUTE = 10_000_000;
    private static final int KEY_BYTES = 32;

    private GreetingServer() {}

    /**
     * Serves until the process ends.
     *
     * @param arguments the port, at 127.0.0.1
     */
    public static void main(String[] arguments) {
        System.setProperty(
                "vertx.logger-delegate-factory-class-name",
                "io.vertx.core.logging.SLF4JLogDelegateFactory");
        int eventLoops = Runtime.getRuntime().availableProcessors();
        Vertx vertx =
                Vertx.builder()
                        .with(
                                new VertxOptions()
                                        .setEventLoopPoolSize(eventLoops)
                                        .setPreferNativeTransport(true)
                                        .setMetricsOptions(new MetricsOptions().setEnabled(true)))
                        .withMetrics(HttpWitness.counting())
                        .build();
        edge(vertx, bus(vertx))
                .listen(vertx, "127.0.0.1", Integer.parseInt(arguments[0]), eventLoops)
                .onFailure(failure -> {
                    System.err.println(failure.getMessage());
                    System.exit(1);
                });
    }

    private static ServiceBus bus(Vertx vertx) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        ServiceBus bus =
                new ServiceBus(
                        vertx,
                        BusOptions.of("local", key, InstantSource.system()),
                        new PrometheusRegistry(),
                        Optional.empty());
        bus.add(new GreetingService());
        return bus;
    }

    private static HttpEdge edge(Vertx vertx, ServiceBus bus) {
        InstantSource clock = InstantSource.system();
        EdgeConfig config =
                new EdgeConfig(
                        Set.of(),
                        Set.of(),
                        AccessLogFormat.OFF,
                        new LimitsConfig(PER_MINUTE, PER_MINUTE, Map.of()),
                        Map.of());
        Callers callers = new Callers(config.trustedProxies());
        RateLimits limits = new RateLimits(config.limits(), new LocalBuckets(clock), callers);
        return new HttpEdge(
                request -> false,
                new HttpEndpoints(
                        vertx,
                        new Gate(config, 0, callers, limits),
                        new Bridge(vertx, bus, Authenticator.NOBODY, callers, limits),
                        new HttpEndpoints.Apis(
                                new HealthApi(vertx, clock, List::of),
                                new TrustApi(Optional::empty)),
                        config.sites(),
                        new MetricsText(new PrometheusRegistry(), () -> {})));
    }
}
