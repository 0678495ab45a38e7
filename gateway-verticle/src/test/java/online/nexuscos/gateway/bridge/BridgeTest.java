package online.nexuscos.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import online.nexuscos.gateway.http.Callers;
import online.nexuscos.gateway.http.RateLimits;
import online.nexuscos.gateway.http.TestingHttp;
import online.nexuscos.gateway.http.TestingHttp.Answer;
import online.nexuscos.gateway.limit.LocalBuckets;
import online.nexuscos.platform.bus.BusOptions;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.config.LimitsConfig;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Authenticator;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Permission;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.service.ServiceInfo;
import online.nexuscos.services.core.CoreOs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BridgeTest {
    private static final String ROOT = "/api/puabo/nuki/products";
    private static final String TYPE = "Content-Type: application/json";
    private static final String SELLER = "Authorization: Bearer seller";
    private static final Vertx VERTX = Vertx.vertx();
    private static TestingHttp http = new TestingHttp(0);

    record Item(@Size(min = 1, max = 100) String name, @Min(1) int amount) {}

    record Found(String id, String name, String trace, String request) {}

    record Search(String id, Optional<String> name) {}

    private static final class Shop implements Service {
        @Override
        public ServiceInfo info() {
            return ServiceInfo.named("product-catalog");
        }

        @Override
        public void routes(Routes routes) {
            Permission write = Permission.of("shop:write");
            routes.get("/{id}", Permission.PUBLIC, Search.class, Found.class, this::find)
                    .summary("Finds an item");
            routes.get("/offers", Permission.PUBLIC, Item.class, call -> new Item("shirt", 2))
                    .summary("What is cheap");
            routes.post("", write, Item.class, Item.class, Call::input)
                    .creates()
                    .summary("Adds an item");
            routes.put("/{id}", write, Item.class, Item.class, Call::input)
                    .summary("Changes an item");
        }

        private Found find(Call<Search> call) {
            call.reply().header("etag", "\"7\"").cookie("seen=1; Path=/");
            return new Found(
                    call.input().id(),
                    call.input().name().orElse(""),
                    call.trace().traceId(),
                    call.requestId());
        }
    }

    private static Principal authenticate(Authenticator.Credentials credentials) {
        return switch (credentials.authorization().orElse("")) {
            case "Bearer seller" -> new Principal("a1", "o1", "", Set.of("shop:write"));
            case "Bearer other" -> new Principal("a2", "o1", "", Set.of());
            default -> throw ProblemException.of(401, "There is no such token.");
        };
    }

    @BeforeAll
    static void listen() throws Exception {
        ServiceBus bus =
                new ServiceBus(
                        VERTX,
                        BusOptions.of("test", new byte[32], InstantSource.system()),
                        new PrometheusRegistry(),
                        Optional.empty());
        bus.add(new Shop()).toCompletionStage().toCompletableFuture().get();
        bus.add(
                        new CoreOs(
                                bus,
                                () -> Set.of("product-catalog"),
                                List::of,
                                List::of,
                                Optional.empty(),
                                Optional.empty()))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        Callers callers = new Callers(Set.of());
        RateLimits limits =
                new RateLimits(
                        new LimitsConfig(0, 0, Map.of()),
                        new LocalBuckets(InstantSource.system()),
                        callers);
        Bridge bridge = new Bridge(VERTX, bus, BridgeTest::authenticate, callers, limits);
        HttpServer server =
                VERTX.createHttpServer()
                        .requestHandler(request -> {
                            if (!bridge.test(request)) {
                                request.response().setStatusCode(418).end();
                            }
                        })
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get();
        http = new TestingHttp(server.actualPort());
    }

    @AfterAll
    static void close() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get();
    }

    private static Answer send(String method, String path, String body, String... headers)
            throws IOException {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: x\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return http.exchange(
                request
                        + "Content-Length: "
                        + body.length()
                        + "\r\nConnection: close\r\n\r\n"
                        + body);
    }

    @Test
    void carriesACallThereAndBack() throws IOException {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        Answer answer =
                http.get(
                        ROOT + "/a%2Fb%20c?name=x%2By+z",
                        "traceparent: 00-" + trace + "-b7ad6b7169203331-01");
        assertThat(answer.status()).isEqualTo(200);
        JsonObject found = new JsonObject(answer.text());
        assertThat(found.getString("id")).isEqualTo("a/b c");
        assertThat(found.getString("name")).isEqualTo("x+y z");
        assertThat(found.getString("trace")).isEqualTo(trace);
        assertThat(answer.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("cache-control", "no-store")
                .containsEntry("etag", "\"7\"")
                .containsEntry("set-cookie", "seen=1; Path=/");
        Answer head = http.send("HEAD", ROOT + "/7");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void takesJson() throws IOException {
        String item = "{\"name\":\"shirt\",\"amount\":2}";
        assertThat(send("POST", ROOT, item, SELLER, TYPE).status()).isEqualTo(201);
        assertThat(send("PUT", ROOT + "/7", item, SELLER, TYPE + "; charset=UTF-8").text())
                .isEqualTo(item);
    }

    @Test
    void aWordHidesAValueFromItsOwnMethodsAlone() throws IOException {
        String item = "{\"name\":\"shoe\",\"amount\":1}";
        assertThat(http.get(ROOT + "/offers").text()).contains("shirt");
        assertThat(send("PUT", ROOT + "/offers", item, SELLER, TYPE).text()).isEqualTo(item);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST |  | Authorization: Bearer seller | Content-Type: application/json | {x |"
                        + " 400",
                "POST |  | Authorization: Bearer seller | Content-Type: application/json | {} |"
                        + " 422",
                "POST |  | Authorization: Bearer seller | Content-Type: text/plain | {} | 415",
                "POST |  | Authorization: Bearer seller | X-Y: z | {} | 415",
                "POST |  | Authorization: Bearer nobody | Content-Type: application/json | {} |"
                        + " 401",
                "POST |  | X-Y: z | Content-Type: application/json | {} | 401",
                "POST |  | Authorization: Bearer other | Content-Type: application/json | {} | 403",
                "POST |  | Idempotency-Key: a b | Content-Type: application/json | {} | 400",
                "POST | ?x=1 | Authorization: Bearer seller | Content-Type: application/json | {}"
                        + " | 400",
                "DELETE | /7 | X-Y: z | X-Z: z | '' | 405",
                "DELETE | /offers | X-Y: z | X-Z: z | '' | 405",
                "GET | /7?other=1 | X-Y: z | X-Z: z | '' | 400",
                "GET | /7?name=%zz | X-Y: z | X-Z: z | '' | 400",
                "GET | /%zz | X-Y: z | X-Z: z | '' | 400",
                "GET | /a/b | X-Y: z | X-Z: z | '' | 418"
            })
    void saysWhatIsTheMatter(
            String method, String path, String one, String two, String body, int status)
            throws IOException {
        Answer answer = send(method, ROOT + (path == null ? "" : path), body, one, two);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        if (status != 418) {
            assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
            assertThat(new JsonObject(answer.text()).getInteger("status")).isEqualTo(status);
        }
        if (status == 405) {
            assertThat(answer.headers()).containsEntry("allow", "GET, HEAD, PUT");
        }
    }

    @Test
    void boundsTheBody() throws IOException {
        String body = "{\"name\":\"" + "x".repeat(1 << 20) + "\",\"amount\":1}";
        assertThat(send("POST", ROOT, body, SELLER, TYPE).status()).isEqualTo(413);
        Answer chunked =
                http.exchange(
                        "POST "
                                + ROOT
                                + " HTTP/1.1\r\nHost: x\r\n"
                                + SELLER
                                + "\r\n"
                                + TYPE
                                + "\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + Integer.toHexString(body.length())
                                + "\r\n"
                                + body
                                + "\r\n0\r\n\r\n");
        assertThat(chunked.status()).isEqualTo(413);
    }

    @Test
    void describesItself() throws IOException {
        JsonObject document = new JsonObject(http.get("/api/openapi.json").text());
        assertThat(document.getString("openapi")).isEqualTo("3.1.0");
        JsonObject post = document.getJsonObject("paths").getJsonObject(ROOT).getJsonObject("post");
        assertThat(post.getString("x-permission")).isEqualTo("shop:write");
        assertThat(post.getJsonObject("responses").fieldNames()).containsExactly("201", "default");
        JsonObject item =
                document.getJsonObject("components")
                        .getJsonObject("schemas")
                        .getJsonObject("ProductCatalogItemInput");
        assertThat(item.getJsonArray("required")).containsExactlyInAnyOrder("name", "amount");
        assertThat(item.getJsonObject("properties").getJsonObject("name").getInteger("maxLength"))
                .isEqualTo(100);
        assertThat(http.send("POST", "/api/openapi.json", "Content-Length: 0").status())
                .isEqualTo(405);
    }

    @Test
    void tellsOfAllServicesAndModules() throws IOException {
        JsonArray services =
                new JsonObject(http.get("/api/os/services").text()).getJsonArray("services");
        assertThat(services).hasSize(43);
        Map<String, JsonObject> byName = new java.util.HashMap<>();
        services.forEach(
                each -> byName.put(((JsonObject) each).getString("name"), (JsonObject) each));
        assertThat(Objects.requireNonNull(byName.get("product-catalog")).getString("state"))
                .isEqualTo("up");
        assertThat(
                        Objects.requireNonNull(byName.get("product-catalog"))
                                .getJsonObject("doors")
                                .encode())
                .isEqualTo("{\"path\":\"" + ROOT + "\",\"port\":3241,\"open\":true}");
        assertThat(Objects.requireNonNull(byName.get("musicchain")).getString("state"))
                .isEqualTo("planned");
        assertThat(new JsonObject(http.get("/api/os/modules").text()).getJsonArray("modules"))
                .hasSize(16);
    }
}
