package online.nexuscos.gateway.http;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import online.nexuscos.gateway.http.HealthReport.Finding;
import online.nexuscos.platform.health.Health;
import online.nexuscos.platform.health.Health.State;
import online.nexuscos.platform.health.HealthSource;
import online.nexuscos.platform.health.HealthSource.Kind;

/**
 * {@code /health}: this process answers; on a service's own port, the service does. {@code
 * /health/gateway}: its ports are open. {@code /api/health}: every part, with 503 while one is
 * down.
 */
public final class HealthApi {
    private static final int UNAVAILABLE = 503;

    private final Vertx vertx;
    private final HealthReport report;

    /**
     * @param sources all there are now
     */
    public HealthApi(Vertx vertx, InstantSource clock, Supplier<List<HealthSource>> sources) {
        this.vertx = vertx;
        report = new HealthReport(vertx, clock, sources);
    }

    /** Shows Prometheus which parts are up: all that are not down. */
    public void register(PrometheusRegistry registry) {
        GaugeWithCallback.builder()
                .name("nexus_part_up")
                .help("1 while a part works or is not needed, 0 while it is down")
                .labelNames("kind", "part")
                .callback(callback -> {
                    // On the thread that writes the metrics, which may wait.
                    for (Finding finding :
                            report.findings().toCompletionStage().toCompletableFuture().join()) {
                        callback.call(
                                finding.health().state() == State.DOWN ? 0 : 1,
                                text(finding.kind()),
                                finding.name());
                    }
                })
                .register(registry);
    }

    void alive(HttpServerRequest request) {
        Responses.json(request, new JsonObject().put("status", "up"));
    }

    void gateway(HttpServerRequest request) {
        answer(request, EnumSet.of(Kind.GATEWAY));
    }

    void all(HttpServerRequest request) {
        answer(request, EnumSet.allOf(Kind.class));
    }

    /** What {@code /health} says on the port of a service; 503 unless it is up. */
    void service(HttpServerRequest request, String name) {
        Context context = vertx.getOrCreateContext();
        report.findings()
                .map(all -> all.stream().filter(each -> each.name().equals(name)).findFirst())
                .onSuccess(finding ->
                        context.runOnContext(
                                go -> answer(request, name, finding.map(Finding::health))));
    }

    private static void answer(HttpServerRequest request, String name, Optional<Health> health) {
        if (health.isEmpty() || health.get().state() == State.DOWN) {
            request.response().setStatusCode(UNAVAILABLE);
        }
        Responses.json(
                request,
                new JsonObject()
                        .put("status", health.map(known -> text(known.state())).orElse("planned"))
                        .put("service", name));
    }

    private void answer(HttpServerRequest request, Set<Kind> kinds) {
        // The findings come on whatever thread was last.
        Context context = vertx.getOrCreateContext();
        report.findings()
                .map(all -> all.stream().filter(each -> kinds.contains(each.kind())).toList())
                .onSuccess(
                        findings -> context.runOnContext(go -> answer(request, kinds, findings)));
    }

    private static void answer(HttpServerRequest request, Set<Kind> kinds, List<Finding> findings) {
        State worst = State.UP;
        JsonObject parts = new JsonObject();
        for (Kind kind : kinds) {
            parts.put(plural(kind), new JsonObject());
        }
        for (Finding finding : findings) {
            State state = finding.health().state();
            if (state != State.IDLE && state.compareTo(worst) > 0) {
                worst = state;
            }
            JsonObject part = new JsonObject().put("status", text(state));
            if (!finding.health().detail().isEmpty()) {
                part.put("detail", finding.health().detail());
            }
            parts.getJsonObject(plural(finding.kind())).put(finding.name(), part);
        }
        if (worst == State.DOWN) {
            request.response().setStatusCode(UNAVAILABLE);
        }
        Responses.json(request, new JsonObject().put("status", text(worst)).mergeIn(parts));
    }

    private static String plural(Kind kind) {
        return switch (kind) {
            case GATEWAY -> "gateway";
            case SERVICE -> "services";
            case STORE -> "stores";
        };
    }

    private static String text(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
