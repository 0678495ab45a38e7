package online.nexuscos.services.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import online.nexuscos.platform.bus.Answer;
import online.nexuscos.platform.bus.BusOptions;
import online.nexuscos.platform.bus.Request;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.bus.TopicChange;
import online.nexuscos.platform.service.Origin;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.platform.sql.Actor;
import online.nexuscos.platform.sql.TestingDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service on the real bus and database, called as the gateway calls it. */
class CoreOsTest {
    private static final Principal OPERATOR =
            new Principal("ada", "org", "s", Set.of("os:read", "os:write", "audit:read"));
    private static final Principal CREATOR =
            new Principal("bob", "org", "s", Set.of("streams:own"));

    private static final PublishDoor RTMP =
            new PublishDoor("rtmp", Optional.of("192.0.2.7"), 19_350, "/live");

    private final TestingDatabase database = new TestingDatabase();
    private final ServiceBus bus =
            new ServiceBus(
                    database.vertx(),
                    BusOptions.of("local", new byte[32], InstantSource.system()),
                    new PrometheusRegistry(),
                    Optional.of(database.database()));

    @BeforeEach
    void start() {
        bus.add(
                        new CoreOs(
                                bus,
                                () -> Set.of("ledger-manager"),
                                () -> List.of(database.store().health()),
                                () -> List.of(RTMP),
                                Optional.of(database.database()),
                                Optional.empty()))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void close() {
        bus.close().toCompletionStage().toCompletableFuture().join();
        database.close();
    }

    private Answer call(Principal principal, String method, String path, JsonObject body) {
        return call(principal, method, path, Map.of(), Map.of(), body);
    }

    private Answer call(
            Principal principal,
            String method,
            String path,
            Map<String, String> values,
            Map<String, List<String>> query,
            JsonObject body) {
        var route =
                bus.declarations().getFirst().routes().stream()
                        .filter(each -> each.method().equals(method) && each.path().endsWith(path))
                        .findFirst()
                        .orElseThrow();
        Request.Head head =
                new Request.Head(
                        route.id(), values, query, "", "request-1", "", "", Origin.INTERNAL);
        return bus.send(
                        "core-os",
                        route,
                        head,
                        principal,
                        body.isEmpty() ? Buffer.buffer() : body.toBuffer())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private Answer set(Principal principal, String name, String value) {
        return call(
                principal,
                "PUT",
                "/settings/{name}",
                Map.of("name", name),
                Map.of(),
                JsonObject.of("value", value));
    }

    private static JsonArray list(Answer answer, String name) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return new JsonObject(answer.body()).getJsonArray(name);
    }

    private Answer get(Principal principal, String path) {
        return call(principal, "GET", path, new JsonObject());
    }

    @Test
    void tellsOfAllServicesModulesAndStores() {
        JsonArray services = list(get(Principal.ANONYMOUS, "/services"), "services");
        assertThat(services).hasSize(43);
        assertThat(named(services, "core-os").getString("state")).isEqualTo("up");
        assertThat(named(services, "backend-api").getString("state")).isEqualTo("up");
        JsonObject ledger = named(services, "ledger-manager");
        assertThat(ledger.getString("state")).isEqualTo("planned");
        assertThat(ledger.getJsonObject("doors").getMap())
                .containsEntry("path", "/api/ledger")
                .containsEntry("port", 3112)
                .containsEntry("open", true);
        assertThat(list(get(Principal.ANONYMOUS, "/modules"), "modules")).hasSize(16);
        JsonArray stores = list(get(OPERATOR, "/board"), "stores");
        assertThat(stores.getJsonObject(0).getString("name")).isEqualTo("postgres");
        assertThat(stores.getJsonObject(0).getString("state")).isEqualTo("up");
    }

    private static JsonObject named(JsonArray rows, String name) {
        return rows.stream()
                .map(JsonObject.class::cast)
                .filter(row -> name.equals(row.getString("name")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void letsOnlyThoseInWhoMay() {
        for (String path : List.of("/board", "/settings", "/audit")) {
            assertThat(get(Principal.ANONYMOUS, path).status()).as(path).isEqualTo(401);
            assertThat(get(CREATOR, path).status()).as(path).isEqualTo(403);
            assertThat(get(OPERATOR, path).status()).as(path).isEqualTo(200);
        }
        assertThat(set(CREATOR, "site.announcement", "mine").status()).isEqualTo(403);
        Principal reader = new Principal("eve", "org", "s", Set.of("os:read"));
        assertThat(set(reader, "site.announcement", "mine").status()).isEqualTo(403);
        assertThat(list(get(OPERATOR, "/audit"), "lines")).isEmpty();
    }

    @Test
    void setsAndResetsWhatIsDeclared() {
        JsonArray before = list(get(OPERATOR, "/settings"), "settings");
        assertThat(before).hasSize(DeclaredSetting.ALL.size());
        Answer flag = set(OPERATOR, "header.sign-up", "off");
        assertThat(flag.status()).isEqualTo(200);
        assertThat(new JsonObject(flag.body()).getMap())
                .containsEntry("value", "off")
                .containsEntry("initial", "on")
                .containsEntry("kind", "flag")
                .containsEntry("changedBy", "ada");
        assertThat(set(OPERATOR, "site.announcement", "Back at 9").status()).isEqualTo(200);
        assertThat(set(OPERATOR, "header.sign-up", "perhaps").status()).isEqualTo(422);
        assertThat(set(OPERATOR, "site.announcement", "a\nb").status()).isEqualTo(422);
        assertThat(set(OPERATOR, "site.announcement", "a".repeat(501)).status()).isEqualTo(422);
        assertThat(set(OPERATOR, "no.such", "on").status()).isEqualTo(404);
        Answer reset =
                call(
                        OPERATOR,
                        "DELETE",
                        "/settings/{name}",
                        Map.of("name", "header.sign-up"),
                        Map.of(),
                        new JsonObject());
        assertThat(new JsonObject(reset.body()).getString("value")).isEqualTo("on");
        JsonArray lines = list(get(OPERATOR, "/audit"), "lines");
        assertThat(lines).hasSize(3);
        assertThat(lines.getJsonObject(0).getString("action")).isEqualTo("setting.changed");
        assertThat(lines.getJsonObject(0).getString("account")).isEqualTo("ada");
        assertThat(lines.getJsonObject(0).getString("object")).isEqualTo("setting/header.sign-up");
    }

    @Test
    void readsTheAuditLogPageByPage() {
        for (int i = 0; i < 5; i++) {
            write(i % 2 == 0 ? "session.started" : "account.renamed", "session/" + i);
        }
        Answer first = audit(Map.of("limit", List.of("2")));
        assertThat(objects(first)).containsExactly("session/4", "session/3");
        String next = new JsonObject(first.body()).getString("next");
        Answer second = audit(Map.of("limit", List.of("2"), "after", List.of(next)));
        assertThat(objects(second)).containsExactly("session/2", "session/1");
        Answer sessions = audit(Map.of("action", List.of("session.")));
        assertThat(objects(sessions)).containsExactly("session/4", "session/2", "session/0");
        assertThat(new JsonObject(sessions.body()).containsKey("next")).isFalse();
        assertThat(objects(audit(Map.of("object", List.of("session/3"))))).hasSize(1);
        assertThat(objects(audit(Map.of("account", List.of("nobody"))))).isEmpty();
        assertThat(audit(Map.of("after", List.of("none of ours"))).status()).isEqualTo(422);
        assertThat(audit(Map.of("limit", List.of("9999"))).status()).isEqualTo(422);
        assertThat(audit(Map.of("action", List.of("'; DROP"))).status()).isEqualTo(422);
    }

    private void write(String action, String object) {
        database.database()
                .transaction(
                        new Actor("ada", "org", "r", ""),
                        transaction -> {
                            transaction.audit(action, object, JsonObject.of("count", 1));
                            return true;
                        });
    }

    private Answer audit(Map<String, List<String>> query) {
        return call(OPERATOR, "GET", "/audit", Map.of(), query, new JsonObject());
    }

    private static List<String> objects(Answer answer) {
        return list(answer, "lines").stream()
                .map(each -> ((JsonObject) each).getString("object"))
                .toList();
    }

    @Test
    void followersHearOfChangesThatAnyNodeMade() throws InterruptedException {
        BlockingQueue<JsonObject> flags = listen("os.flags");
        BlockingQueue<JsonObject> lines = listen("os.audit");
        write("session.started", "session/1");
        // The watch has seen the line before once a second one is told.
        Optional<JsonObject> told = Optional.empty();
        for (int i = 2; told.isEmpty() && i < 20; i++) {
            write("session.started", "session/" + i);
            told = Optional.ofNullable(lines.poll(2, TimeUnit.SECONDS));
        }
        assertThat(told.orElseThrow().getJsonObject("data").getString("action"))
                .isEqualTo("session.started");
        assertThat(set(OPERATOR, "site.announcement", "Back at 9").status()).isEqualTo(200);
        JsonObject flag = Optional.ofNullable(flags.poll(10, TimeUnit.SECONDS)).orElseThrow();
        assertThat(flag.getJsonObject("data").getString("value")).isEqualTo("Back at 9");
        JsonArray site = list(get(Principal.ANONYMOUS, "/site"), "settings");
        assertThat(site.getJsonObject(0).getString("value")).isEqualTo("Back at 9");
        assertThat(list(get(Principal.ANONYMOUS, "/site"), "publishing"))
                .containsExactly(
                        JsonObject.of(
                                "protocol",
                                "rtmp",
                                "host",
                                "192.0.2.7",
                                "port",
                                19_350,
                                "path",
                                "/live"));
        assertThat(join(OPERATOR, "os.services").status()).isEqualTo(200);
        assertThat(join(CREATOR, "os.services").status()).isEqualTo(403);
        assertThat(join(CREATOR, "os.audit").status()).isEqualTo(403);
        assertThat(join(Principal.ANONYMOUS, "os.flags").status()).isEqualTo(401);
    }

    private Answer join(Principal principal, String topic) {
        return bus.join("core-os", topic, "", Map.of(), principal, "request-1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private BlockingQueue<JsonObject> listen(String topic) {
        BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
        database.vertx()
                .eventBus()
                .<String>consumer(
                        TopicChange.address(topic),
                        message -> heard.add(new JsonObject(message.body())));
        return heard;
    }
}
