package online.nexuscos.platform.bus;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import online.nexuscos.platform.metrics.MetricsText;
import online.nexuscos.platform.service.Origin;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.service.Trace;

/** A bus of its own, with short pauses. */
final class TestingBus {
    static final Principal SELLER = new Principal("a1", "o1", "", Set.of(TestingShop.WRITE.name()));

    final Vertx vertx = Vertx.vertx();
    final PrometheusRegistry registry = new PrometheusRegistry();
    final ServiceBus bus;

    TestingBus(int maxConcurrent) {
        bus =
                new ServiceBus(
                        vertx,
                        new BusOptions(
                                "a",
                                new byte[32],
                                InstantSource.system(),
                                maxConcurrent,
                                maxConcurrent,
                                Duration.ofMillis(10),
                                Duration.ofMillis(100)),
                        registry,
                        Optional.empty());
    }

    void add(Service service, String node) throws Exception {
        await(bus.add(service, node));
    }

    static <T> T await(io.vertx.core.Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    Answer call(String id, String body) throws Exception {
        return call(id, Principal.ANONYMOUS, Map.of(), Map.of(), body);
    }

    Answer call(
            String id,
            Principal principal,
            Map<String, String> path,
            Map<String, List<String>> query,
            String body)
            throws Exception {
        return await(send(id, principal, path, query, body));
    }

    io.vertx.core.Future<Answer> send(
            String id,
            Principal principal,
            Map<String, String> path,
            Map<String, List<String>> query,
            String body) {
        RouteDeclaration<?, ?> route =
                bus.declarations().getFirst().routes().stream()
                        .filter(each -> each.id().equals(id))
                        .findFirst()
                        .orElseThrow();
        Request.Head head =
                new Request.Head(
                        id,
                        path,
                        query,
                        "",
                        "r1",
                        Trace.begin().traceparent(),
                        "",
                        Origin.INTERNAL);
        return bus.send("product-catalog", route, head, principal, Buffer.buffer(body));
    }

    static JsonObject json(Answer answer) {
        return answer.body().toJsonObject();
    }

    String metrics() throws IOException {
        return new String(
                new MetricsText(registry, () -> {}).write(),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    void close() throws Exception {
        await(bus.close());
        await(vertx.close());
    }
}
