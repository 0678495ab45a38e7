package online.nexuscos.services.finance.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import online.nexuscos.platform.bus.Answer;
import online.nexuscos.platform.bus.BusOptions;
import online.nexuscos.platform.bus.Request;
import online.nexuscos.platform.bus.RouteDeclaration;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.bus.TestingLine;
import online.nexuscos.platform.json.Json;
import online.nexuscos.platform.service.Origin;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.platform.service.Trace;
import online.nexuscos.platform.sql.DeliveredEvent;
import online.nexuscos.platform.sql.Outbox;
import online.nexuscos.platform.sql.TestingDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service as its callers see it: over the bus, on a real database. */
class LedgerServiceTest {
    private static final String ROOT = "/api/ledger";

    private final TestingDatabase testing = new TestingDatabase(InstantSource.system(), Json::text);
    private final Vertx vertx = Vertx.vertx();
    private final ServiceBus bus =
            new ServiceBus(
                    vertx,
                    BusOptions.of("a", new byte[32], InstantSource.system()),
                    new PrometheusRegistry(),
                    Optional.of(testing.database()));
    private final String organisation = UUID.randomUUID().toString();
    private final Principal ada =
            new Principal(
                    "ada", organisation, "", Set.of("ledger:read", "ledger:write", "ledger:admin"));
    private String world = "";
    private String wallet = "";

    @BeforeEach
    void start() throws Exception {
        await(bus.add(new LedgerService(testing.database(), InstantSource.system())));
        world = open("{\"name\":\"world\",\"currency\":\"EUR\"}");
        wallet = open("{\"name\":\"ada\",\"currency\":\"EUR\",\"minimum\":-10,\"maximum\":5000}");
    }

    @AfterEach
    void close() throws Exception {
        await(bus.close());
        await(vertx.close());
        testing.close();
    }

    private static <T> T await(io.vertx.core.Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private String open(String body) throws Exception {
        Answer answer = call(ada, "POST", "/accounts", body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer.body().toJsonObject().getString("id");
    }

    private Answer call(Principal principal, String method, String path, String body)
            throws Exception {
        return call(principal, method, path, body, "");
    }

    /** As the gateway does it: finds the route that a path belongs to. */
    private Answer call(
            Principal principal, String method, String path, String body, String idempotencyKey)
            throws Exception {
        String[] address = path.split("\\?", 2);
        Map<String, List<String>> query = new HashMap<>();
        for (String pair : address.length < 2 ? new String[0] : address[1].split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], List.of(parts[1]));
        }
        for (RouteDeclaration<?, ?> route : bus.declarations().getFirst().routes()) {
            Map<String, String> values = new HashMap<>();
            if (route.method().equals(method) && matches(route.path(), ROOT + address[0], values)) {
                Request.Head head =
                        new Request.Head(
                                route.id(),
                                values,
                                query,
                                "",
                                "r1",
                                Trace.begin().traceparent(),
                                idempotencyKey,
                                Origin.INTERNAL);
                return await(
                        bus.send("ledger-manager", route, head, principal, Buffer.buffer(body)));
            }
        }
        throw new AssertionError("no route " + method + " " + path);
    }

    private static boolean matches(String route, String path, Map<String, String> values) {
        String[] wanted = route.split("/", -1);
        String[] given = path.split("/", -1);
        if (wanted.length != given.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{")) {
                values.put(wanted[i].substring(1, wanted[i].length() - 1), given[i]);
            } else if (!wanted[i].equals(given[i])) {
                return false;
            }
        }
        // Told from an id by its own route, which stands before.
        return !given[given.length - 1].equals("bulk") || values.isEmpty();
    }

    private String transfer(long amount) {
        return new JsonObject().put("description", "tip").put("legs", legs(amount)).encode();
    }

    private JsonArray legs(long amount) {
        return new JsonArray()
                .add(new JsonObject().put("account", world).put("amount", -amount))
                .add(new JsonObject().put("account", wallet).put("amount", amount));
    }

    private JsonObject get(String path) throws Exception {
        Answer answer = call(ada, "GET", path, "");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body().toJsonObject();
    }

    private JsonObject post(String path, String body, int status) throws Exception {
        Answer answer = call(ada, "POST", path, body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        return answer.body().toJsonObject();
    }

    @Test
    void everyRouteAnswers() throws Exception {
        String id = post("/transactions", transfer(100), 201).getString("id");
        assertThat(get("/transactions/" + id).getJsonArray("postings")).hasSize(2);
        post("/transactions/" + id + "/reverse", "{}", 201);
        post(
                "/transactions/bulk",
                new JsonObject()
                        .put(
                                "transactions",
                                new JsonArray()
                                        .add(new JsonObject(transfer(30)))
                                        .add(new JsonObject(transfer(40))))
                        .encode(),
                201);
        assertThat(get("/transactions?limit=3").getJsonArray("items")).hasSize(3);
        JsonObject hold =
                new JsonObject()
                        .put("source", wallet)
                        .put("destination", world)
                        .put("amount", 20)
                        .put("description", "order");
        String first = post("/holds", hold.encode(), 201).getString("id");
        String second = post("/holds", hold.encode(), 201).getString("id");
        assertThat(get("/accounts/" + wallet).getLong("available")).isEqualTo(30);
        post("/holds/" + first + "/post", "{\"amount\":5}", 201);
        post("/holds/" + second + "/void", "", 200);
        assertThat(get("/holds/" + first).getString("state")).isEqualTo("POSTED");
        assertThat(get("/holds").getJsonArray("items")).hasSize(2);
        assertThat(get("/accounts/" + wallet + "/balance").getLong("balance")).isEqualTo(65);
        assertThat(
                        get("/accounts/" + wallet + "/balance?at=2020-01-01T00:00:00Z")
                                .getLong("balance"))
                .isZero();
        JsonObject statement = get("/accounts/" + wallet + "/statement?limit=2");
        assertThat(statement.getLong("opening")).isZero();
        assertThat(
                        get("/accounts/"
                                        + wallet
                                        + "/statement?limit=200&cursor="
                                        + statement.getString("next"))
                                .getLong("closing"))
                .isEqualTo(65);
        assertThat(get("/trial-balance").getJsonArray("totals").getJsonObject(0))
                .isEqualTo(
                        new JsonObject(
                                "{\"currency\":\"EUR\",\"credit\":65,\"debit\":65,\"difference\":0}"));
        assertThat(get("/accounts").getJsonArray("items")).hasSize(2);
        Answer limits = call(ada, "PUT", "/accounts/" + wallet + "/limits", "{\"minimum\":0}");
        assertThat(limits.body().toJsonObject().containsKey("maximum")).isFalse();
        post("/accounts/" + wallet + "/close", "{}", 409);
    }

    private TestingLine download(Principal principal, String path) throws Exception {
        TestingLine line = new TestingLine();
        Request.Head head =
                new Request.Head(
                        "GET " + ROOT + path,
                        Map.of(),
                        Map.of(),
                        "",
                        "r1",
                        "",
                        "",
                        Origin.INTERNAL);
        assertThat(bus.stream("ledger-manager", head, principal, line)).isTrue();
        line.over();
        return line;
    }

    @Test
    void exportsAreFiles() throws Exception {
        TestingLine journal = download(ada, "/journal");
        assertThat(journal.over()).isEqualTo("ended");
        assertThat(journal.text()).startsWith("nexus-journal\t1\t" + organisation);
        assertThat(journal.header("content-disposition"))
                .isEqualTo("attachment; filename=\"journal.txt\"");
        TestingLine hledger = download(ada, "/hledger");
        assertThat(hledger.status()).isEqualTo(200);
        assertThat(hledger.header("journal-head")).hasSize(64);
        Principal reader = new Principal("eve", organisation, "", Set.of("ledger:read"));
        assertThat(download(reader, "/journal").status()).isEqualTo(403);
        assertThat(download(reader, "/journal").over()).isEqualTo("answered");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/accounts | {'name':'a b','currency':'EUR'} | 422 | name",
                "/accounts | {'name':'ada','currency':'EUR'} | 409 | name",
                "/accounts | {'name':'x','currency':'XAU'} | 422 | currency",
                "/accounts | {'name':'x','currency':'EUR','minimum':5} | 422 | minimum",
                "/accounts | {'name':'x','currency':'EUR','minimum':-9007199254740992} | 422 |"
                        + " minimum",
                "/accounts | {'name':'x','currency':'EUR','minimum':'0'} | 422 | minimum",
                "/transactions | {'description':'','legs':[]} | 422 | legs",
                "/transactions | {'description':'\\u0009','legs':[]} | 422 | description",
                "/transactions | {'description':'','legs':[{'account':'x','amount':1},"
                        + "{'account':'y','amount':-1}]} | 422 | legs[0].account",
                "/transactions | {'description':'','legs':[{'account':'WORLD','amount':1.5},"
                        + "{'account':'WALLET','amount':-1}]} | 422 | legs[0].amount",
                "/transactions | {'description':'','legs':[{'account':'WORLD','amount':1},"
                        + "{'account':'WALLET','amount':-2}]} | 422 | legs",
                "/transactions | {'description':'','legs':[{'account':'WORLD','amount':11},"
                        + "{'account':'WALLET','amount':-11}]} | 409 | legs[1].amount",
                "/holds | {'source':'WALLET','destination':'WORLD','amount':0,'description':''} |"
                        + " 422 | amount",
                "/holds | {'source':'WALLET','destination':'WORLD','amount':1,'description':'',"
                        + "'seconds':99999999} | 422 | seconds",
            })
    void namesWhatIsWrong(String path, String body, int status, String field) throws Exception {
        String json = body.replace('\'', '"').replace("WORLD", world).replace("WALLET", wallet);
        JsonObject problem = post(path, json, status);
        assertThat(problem.getString("field")).as(problem.encode()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({
        "/accounts/x, 404",
        "/accounts?cursor=x, 400",
        "/accounts?limit=0, 422",
        "/accounts?limit=201, 422",
        "/trial-balance?at=yesterday, 422",
        "/trial-balance?at=+999999999-01-01T00:00:00Z, 422",
        "/holds/00000000-0000-0000-0000-000000000000, 404"
    })
    void readsAreChecked(String path, int status) throws Exception {
        Answer answer = call(ada, "GET", path, "");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
    }

    @Test
    void othersSeeNothingAndReadersChangeNothing() throws Exception {
        String id = post("/transactions", transfer(100), 201).getString("id");
        Principal other = new Principal("bob", UUID.randomUUID().toString(), "", ada.permissions());
        for (String path :
                List.of(
                        "/accounts/" + wallet,
                        "/accounts/" + wallet + "/balance",
                        "/accounts/" + wallet + "/statement",
                        "/transactions/" + id)) {
            assertThat(call(other, "GET", path, "").status()).as(path).isEqualTo(404);
        }
        assertThat(call(other, "POST", "/transactions", transfer(1)).status()).isEqualTo(404);
        assertThat(call(other, "GET", "/accounts", "").body().toJsonObject().getJsonArray("items"))
                .isEmpty();
        Principal reader = new Principal("eve", organisation, "", Set.of("ledger:read"));
        assertThat(call(reader, "GET", "/transactions/" + id, "").status()).isEqualTo(200);
        assertThat(call(reader, "POST", "/transactions", transfer(1)).status()).isEqualTo(403);
        assertThat(call(ada, "GET", "/journal", "").status()).isEqualTo(406);
        Principal nowhere = new Principal("joe", "", "", ada.permissions());
        assertThat(call(nowhere, "GET", "/accounts", "").status()).isEqualTo(403);
        assertThat(call(Principal.ANONYMOUS, "GET", "/accounts", "").status()).isEqualTo(401);
    }

    @Test
    void aKeyMovesMoneyOnce() throws Exception {
        Answer first = call(ada, "POST", "/transactions", transfer(100), "key-1");
        Answer again = call(ada, "POST", "/transactions", transfer(100), "key-1");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(call(ada, "POST", "/transactions", transfer(101), "key-1").status())
                .isEqualTo(422);
        assertThat(get("/accounts/" + wallet).getLong("balance")).isEqualTo(100);
    }

    @Test
    void eventsLeaveThroughTheOutbox() throws Exception {
        BlockingQueue<DeliveredEvent> heard = new LinkedBlockingQueue<>();
        try (Outbox outbox =
                new Outbox(
                        testing.database(),
                        (_, event) -> heard.add(event),
                        new PrometheusRegistry())) {
            outbox.subscribe("listener", List.of("transaction-posted", "hold-ended"));
            outbox.start();
            String id = post("/transactions", transfer(100), 201).getString("id");
            call(ada, "POST", "/transactions", transfer(Long.MAX_VALUE));
            DeliveredEvent event = heard.poll(20, TimeUnit.SECONDS);
            assertThat(event).isNotNull();
            assertThat(event.name()).isEqualTo("transaction-posted");
            JsonObject body = new JsonObject(event.body());
            assertThat(body.getString("organisation")).isEqualTo(organisation);
            assertThat(body.getJsonObject("transaction").getString("id")).isEqualTo(id);
        }
    }
}
