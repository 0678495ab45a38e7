package online.nexuscos.services.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import online.nexuscos.platform.bus.Answer;
import online.nexuscos.platform.bus.BusOptions;
import online.nexuscos.platform.bus.Request;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.json.Json;
import online.nexuscos.platform.net.AddressPolicy;
import online.nexuscos.platform.net.Authorities;
import online.nexuscos.platform.secret.KeyFile;
import online.nexuscos.platform.service.Origin;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.service.ServiceInfo;
import online.nexuscos.platform.sql.Actor;
import online.nexuscos.platform.sql.TestingDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Webhooks on the real bus and database, with a program on loopback to tell; on a clock of its own.
 */
@Timeout(60)
class WebhooksTest {
    private static final Principal ADA = principal("webhooks:own");
    private static final Principal BOB = principal("webhooks:own");
    private static final Principal ADMIN = principal("all");

    @TempDir private Path folder;

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-27T20:00:00Z"));
    private final TestingDatabase database = new TestingDatabase(now::get, Json::text);
    private final ServiceBus bus =
            new ServiceBus(
                    database.vertx(),
                    BusOptions.of("local", new byte[32], InstantSource.system()),
                    new PrometheusRegistry(),
                    Optional.of(database.database()));
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final AtomicInteger status = new AtomicInteger(204);
    private int port;
    private Optional<KeyFile> keys = Optional.empty();

    private record Told(String id, String timestamp, String signature, String body) {}

    private static String header(HttpServerRequest request, String name) {
        return String.valueOf(request.getHeader("webhook-" + name));
    }

    private static Principal principal(String permission) {
        return new Principal(
                UUID.randomUUID().toString(), UUID.randomUUID().toString(), "", Set.of(permission));
    }

    @BeforeEach
    void start() throws Exception {
        // Its making would count as the first call's time.
        database.database().open().toCompletableFuture().join();
        KeyFile opened = KeyFile.open(folder.resolve("secrets.key"), new SecureRandom());
        keys = Optional.of(opened);
        WebhookRoutes routes = new WebhookRoutes(database.database(), opened, () -> {});
        Service service =
                new Service() {
                    @Override
                    public ServiceInfo info() {
                        return ServiceInfo.named("core-os");
                    }

                    @Override
                    public void routes(Routes declared) {
                        routes.declare(declared);
                    }
                };
        bus.add(service).toCompletionStage().toCompletableFuture().join();
        port =
                database.vertx()
                        .createHttpServer()
                        .requestHandler(request -> {
                            if (status.get() == 0) {
                                return;
                            }
                            request.body()
                                    .onSuccess(body -> {
                                        told.add(
                                                new Told(
                                                        header(request, "id"),
                                                        header(request, "timestamp"),
                                                        header(request, "signature"),
                                                        body.toString()));
                                        request.response().setStatusCode(status.get()).end();
                                    });
                        })
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS)
                        .actualPort();
    }

    @AfterEach
    void close() {
        bus.close().toCompletionStage().toCompletableFuture().join();
        database.close();
    }

    private JsonObject call(
            Principal who,
            String method,
            String path,
            Map<String, String> values,
            JsonObject body,
            int expected) {
        var route =
                bus.declarations().getFirst().routes().stream()
                        .filter(each ->
                                each.method().equals(method)
                                        && each.path().equals("/api/os/webhooks" + path))
                        .findFirst()
                        .orElseThrow();
        Request.Head head =
                new Request.Head(route.id(), values, Map.of(), "", "r", "", "", Origin.INTERNAL);
        Answer answer =
                bus.send(
                                "core-os",
                                route,
                                head,
                                who,
                                method.equals("GET") ? Buffer.buffer() : body.toBuffer())
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
        Buffer text = answer.body();
        assertThat(answer.status()).as(text.toString()).isEqualTo(expected);
        return text.length() == 0 ? new JsonObject() : new JsonObject(text);
    }

    private JsonObject add(Principal who, JsonObject more, int expected) {
        return call(
                who,
                "POST",
                "",
                Map.of(),
                JsonObject.of("url", "http://127.0.0.1:" + port + "/hook?x=1").mergeIn(more),
                expected);
    }

    private static String id(JsonObject made) {
        return made.getJsonObject("webhook").getString("id");
    }

    private JsonArray log(Principal who, String id) {
        return call(who, "GET", "/{id}/deliveries", Map.of("id", id), new JsonObject(), 200)
                .getJsonArray("deliveries");
    }

    private JsonObject endpoint(Principal who) {
        return call(who, "GET", "", Map.of(), new JsonObject(), 200)
                .getJsonArray("webhooks")
                .getJsonObject(0);
    }

    /** Somebody's stream has begun. */
    private void happens(String organisation) {
        Message message = Message.of("stream.started", now.get(), JsonObject.of("stream", "show"));
        database.database()
                .transaction(
                        Actor.SYSTEM,
                        transaction ->
                                new DeliveryTable(transaction)
                                        .add(
                                                organisation,
                                                message.id(),
                                                message.type(),
                                                message.body(),
                                                now.get()));
    }

    /** Makes all attempts that are due at this time, to their end. */
    private int deliver(AddressPolicy policy) throws Exception {
        Sender sender =
                new Sender(
                        database.vertx(),
                        policy,
                        Authorities.with(Optional.empty()).getTrustManagers()[0],
                        Duration.ofSeconds(1));
        Worker worker =
                new Worker(
                        database.database(),
                        new EndpointTable(database.database(), keys.orElseThrow()),
                        sender,
                        now::get);
        try (ExecutorService round = Executors.newVirtualThreadPerTaskExecutor()) {
            return worker.round(round);
        } finally {
            sender.close();
        }
    }

    private Told next() throws InterruptedException {
        return Optional.ofNullable(told.poll(20, TimeUnit.SECONDS)).orElseThrow();
    }

    @Test
    void tellsItsOwnerAloneAndSigns() throws Exception {
        JsonObject made = add(ADA, new JsonObject(), 201);
        SigningSecret secret = new SigningSecret(made.getString("secret"));
        add(BOB, new JsonObject(), 201);
        assertThat(endpoint(ADA).encode()).doesNotContain(secret.text());
        happens(ADA.organisation());
        assertThat(deliver(AddressPolicy.PRIVATE)).isEqualTo(1);
        Told first = next();
        assertThat(first.signature())
                .isEqualTo(secret.signature(first.id(), now.get().getEpochSecond(), first.body()));
        assertThat(first.timestamp()).isEqualTo(Long.toString(now.get().getEpochSecond()));
        assertThat(new JsonObject(first.body()))
                .isEqualTo(
                        JsonObject.of(
                                "type",
                                "stream.started",
                                "timestamp",
                                "2026-11-27T20:00:00Z",
                                "data",
                                JsonObject.of("stream", "show")));
        JsonObject line = log(ADA, id(made)).getJsonObject(0);
        assertThat(line.getString("state")).isEqualTo("DELIVERED");
        assertThat(line.getInteger("status")).isEqualTo(204);
        call(BOB, "GET", "/{id}/deliveries", Map.of("id", id(made)), new JsonObject(), 404);
        Map<String, String> path = Map.of("id", id(made), "delivery", line.getString("id"));
        call(BOB, "POST", "/{id}/deliveries/{delivery}/resend", path, new JsonObject(), 404);
        call(ADA, "POST", "/{id}/deliveries/{delivery}/resend", path, new JsonObject(), 204);
        deliver(AddressPolicy.PRIVATE);
        assertThat(next().id()).as("the receiver knows it").isEqualTo(first.id());
    }

    @Test
    void hearsOfEverybodyWhereItMay() throws Exception {
        add(ADA, JsonObject.of("scope", "ALL"), 403);
        JsonObject all = add(ADMIN, JsonObject.of("scope", "ALL"), 201);
        JsonObject some =
                add(ADA, JsonObject.of("events", new JsonArray(List.of("stream.ended"))), 201);
        add(ADA, JsonObject.of("events", new JsonArray(List.of("stream.unknown"))), 422);
        happens("");
        happens(ADA.organisation());
        assertThat(deliver(AddressPolicy.PRIVATE)).isEqualTo(2);
        assertThat(log(ADMIN, id(all))).hasSize(2);
        assertThat(log(ADA, id(some))).isEmpty();
        call(ADA, "POST", "/{id}/test", Map.of("id", id(some)), new JsonObject(), 201);
        assertThat(deliver(AddressPolicy.PRIVATE)).isEqualTo(1);
    }

    @Test
    void triesAgainForHoursAndThenGivesUp() throws Exception {
        JsonObject made = add(ADA, new JsonObject(), 201);
        happens(ADA.organisation());
        status.set(500);
        for (int attempt = 1; attempt <= RetrySchedule.MAX_ATTEMPTS; attempt++) {
            assertThat(deliver(AddressPolicy.PRIVATE)).as("attempt " + attempt).isEqualTo(1);
            assertThat(deliver(AddressPolicy.PRIVATE)).as("none before its time").isZero();
            Duration pause = Duration.ofMinutes(attempt >= 7 ? 750 : 390);
            now.updateAndGet(time -> time.plus(pause));
        }
        JsonObject line = log(ADA, id(made)).getJsonObject(0);
        assertThat(line.getString("state")).isEqualTo("FAILED");
        assertThat(line.getInteger("attempts")).isEqualTo(RetrySchedule.MAX_ATTEMPTS);
        assertThat(line.getString("reason")).isEqualTo("answered 500");
        assertThat(endpoint(ADA).getString("state")).as("it has three days").isEqualTo("ON");
        happens(ADA.organisation());
        assertThat(deliver(AddressPolicy.PRIVATE)).isEqualTo(1);
        assertThat(endpoint(ADA).getString("state")).isEqualTo("DISABLED");
        happens(ADA.organisation());
        assertThat(deliver(AddressPolicy.PRIVATE)).as("nobody is told").isZero();
        status.set(204);
        Map<String, String> path = Map.of("id", id(made));
        call(ADA, "PATCH", "/{id}", path, JsonObject.of("enabled", true), 200);
        happens(ADA.organisation());
        assertThat(deliver(AddressPolicy.PRIVATE)).isEqualTo(1);
        assertThat(endpoint(ADA).containsKey("failingSince")).isFalse();
    }

    @Test
    void whoWantsNoMoreIsToldNoMore() throws Exception {
        add(ADA, new JsonObject(), 201);
        status.set(410);
        happens(ADA.organisation());
        deliver(AddressPolicy.PRIVATE);
        assertThat(endpoint(ADA).getString("state")).isEqualTo("DISABLED");
    }

    @Test
    void callsNobodyInAPrivateNetworkUnlessToldTo() throws Exception {
        JsonObject made = add(ADA, new JsonObject(), 201);
        happens(ADA.organisation());
        assertThat(deliver(AddressPolicy.PUBLIC)).isEqualTo(1);
        assertThat(log(ADA, id(made)).getJsonObject(0).getString("reason"))
                .isEqualTo("an address of a private network, which is not allowed");
        assertThat(told).isEmpty();
        for (String url : List.of("ftp://host/", "http:///x", "http://u:p@host/", "nonsense")) {
            add(ADA, JsonObject.of("url", url), 422);
        }
    }

    @Test
    void anAttemptThatIsLostIsMadeAgain() throws Exception {
        add(ADA, new JsonObject(), 201);
        happens(ADA.organisation());
        status.set(0);
        assertThat(deliver(AddressPolicy.PRIVATE)).isEqualTo(1);
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(2)));
        status.set(200);
        assertThat(deliver(AddressPolicy.PRIVATE)).isEqualTo(1);
        assertThat(next().body()).contains("stream.started");
    }
}
