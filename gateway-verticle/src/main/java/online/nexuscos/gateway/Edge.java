package online.nexuscos.gateway;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import online.nexuscos.gateway.access.AccessLog;
import online.nexuscos.gateway.access.HttpWitness;
import online.nexuscos.gateway.http.Callers;
import online.nexuscos.gateway.http.Gate;
import online.nexuscos.gateway.http.HealthApi;
import online.nexuscos.gateway.http.HttpEdge;
import online.nexuscos.gateway.http.HttpEdge.Door;
import online.nexuscos.gateway.http.HttpEndpoints;
import online.nexuscos.gateway.http.RateLimits;
import online.nexuscos.gateway.http.TrustApi;
import online.nexuscos.gateway.limit.LocalBuckets;
import online.nexuscos.platform.config.CurrentConfig;
import online.nexuscos.platform.config.EdgeConfig;
import online.nexuscos.platform.config.EdgeConfig.AccessLogFormat;
import online.nexuscos.platform.config.NexusConfig;
import online.nexuscos.platform.health.HealthSource;
import online.nexuscos.platform.metrics.MetricsText;
import org.jspecify.annotations.Nullable;

/** Puts the HTTP side together: what requests pass, who answers, and which ports are open. */
final class Edge implements AutoCloseable {
    private final CurrentConfig current;
    private final NexusConfig config;
    private final InstantSource clock = InstantSource.system();
    private final LocalBuckets buckets = new LocalBuckets(clock);
    private final Callers callers;
    private final RateLimits limits;
    private final Optional<AccessLog> log;
    private final HttpWitness witness;
    private final HttpsDoor https;
    private final ServiceDoors doors;
    private final List<HealthSource> parts = new CopyOnWriteArrayList<>();
    private @Nullable HttpEdge http;
    private @Nullable HealthApi health;

    /**
     * @param accessLog takes the lines of the access log
     */
    Edge(CurrentConfig current, Consumer<String> accessLog) {
        this.current = current;
        config = current.config();
        EdgeConfig edge = config.edge();
        callers = new Callers(edge.trustedProxies());
        limits = new RateLimits(edge.limits(), buckets, callers);
        https = new HttpsDoor(current, clock);
        doors = new ServiceDoors(config.services());
        parts.add(https);
        parts.add(doors);
        parts.addAll(doors.gateways());
        if (edge.accessLog() == AccessLogFormat.OFF) {
            log = Optional.empty();
            witness = HttpWitness.counting();
        } else {
            AccessLog lines = new AccessLog(accessLog);
            log = Optional.of(lines);
            witness =
                    HttpWitness.logging(
                            lines, edge.accessLog() == AccessLogFormat.JSON, callers::address);
        }
    }

    /** Sees the answers of all HTTP servers. */
    HttpWitness witness() {
        return witness;
    }

    HttpsDoor https() {
        return https;
    }

    /** Opens the port of HTTP; the future gives its number. */
    Future<Integer> open(
            Vertx vertx,
            LiveEngine engine,
            Services services,
            MetricsText metrics,
            int eventLoops) {
        HealthApi healthApi = new HealthApi(vertx, clock, () -> parts);
        health = healthApi;
        Gate gate = new Gate(config.edge(), config.https().strictDays(), callers, limits);
        HttpEndpoints endpoints =
                new HttpEndpoints(
                        vertx,
                        gate,
                        services.bridge(callers, limits),
                        new HttpEndpoints.Apis(healthApi, new TrustApi(https::trust)),
                        config.edge().sites(),
                        metrics);
        follow(gate, endpoints);
        HttpEdge opened = new HttpEdge(engine::serve, endpoints);
        http = opened;
        return opened.listen(vertx, config.http().host(), config.http().port(), eventLoops)
                .map(Door::port);
    }

    private void follow(Gate gate, HttpEndpoints endpoints) {
        current.follow(
                "edge.trustedProxies",
                each -> each.edge().trustedProxies(),
                (_, now) -> callers.setProxies(now));
        current.follow("edge.limits", each -> each.edge().limits(), (_, now) -> limits.set(now));
        current.follow(
                "edge.corsOrigins",
                each -> each.edge().corsOrigins(),
                (_, now) -> gate.setOrigins(now));
        current.follow(
                "edge.sites", each -> each.edge().sites(), (_, now) -> endpoints.setSites(now));
    }

    /**
     * Opens what others need not wait for.
     *
     * @param httpPort the one that is open
     */
    void openAside(Vertx vertx, int httpPort, int eventLoops) {
        HttpEdge opened = http;
        if (opened == null) {
            throw new IllegalStateException("HTTP comes first");
        }
        https.open(vertx, opened, httpPort, eventLoops);
        doors.open(vertx, opened);
    }

    /** Names of the services whose own ports are open. */
    Set<String> openDoors() {
        return doors.opened();
    }

    /** Lets {@code /api/health} tell of a part. */
    void watch(HealthSource part) {
        parts.add(part);
    }

    void register(PrometheusRegistry registry) {
        if (health != null) {
            health.register(registry);
        }
        CounterWithCallback.builder()
                .name("nexus_http_answers")
                .help("Answers over HTTP, by the class of their status")
                .labelNames("status")
                .callback(callback -> {
                    for (int hundreds = 1; hundreds <= 5; hundreds++) {
                        callback.call((double) witness.answers(hundreds), hundreds + "xx");
                    }
                })
                .register(registry);
        counter(
                registry,
                "nexus_http_limited",
                "Requests that were refused because there were too many",
                limits::refused);
        counter(
                registry,
                "nexus_http_limit_overflows",
                "Requests of callers who shared one limit, since there were too many callers",
                buckets::overflows);
        counter(
                registry,
                "nexus_http_slow",
                "Connections closed because a request did not arrive in time",
                () -> http == null ? 0 : http.slowRequests());
        counter(
                registry,
                "nexus_access_log_dropped",
                "Lines of the access log that its reader was too slow for",
                () -> log.map(AccessLog::dropped).orElse(0L));
    }

    private static void counter(
            PrometheusRegistry registry, String name, String help, LongSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call((double) value.getAsLong()))
                .register(registry);
    }

    /** Lets nobody in any more, and answers end within that time. */
    Future<Void> shutdown(Duration patience) {
        return http == null ? Future.succeededFuture() : http.shutdown(patience);
    }

    /** Writes what is left of the access log. */
    @Override
    public void close() {
        log.ifPresent(AccessLog::close);
    }
}
