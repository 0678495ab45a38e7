package online.nexuscos.gateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import online.nexuscos.gateway.e2e.ApiDocument.Operation;
import online.nexuscos.gateway.http.TestingHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever belongs to one organisation is not there for another, however much its people may: each
 * route that names something is called with real names of another's.
 */
class OtherOrganisationTest {
    /** What belongs to the platform, and not to an organisation. */
    private static final Set<String> OF_THE_PLATFORM =
            Set.of(
                    "GET /api/users/accounts/{id}",
                    "PUT /api/users/accounts/{id}/roles",
                    "PUT /api/users/accounts/{id}/state",
                    "PUT /api/os/settings/{name}",
                    "DELETE /api/os/settings/{name}");

    private final Path folder = TestingServer.folder("organisations");
    private final TestingServer server =
            TestingServer.start(folder, Map.of("NEXUS_ACCOUNTS_ENABLED", "true"));
    private final People people = new People(server, folder);
    private final SignedIn ada = SignedIn.administrator(server, people);
    private final SignedIn bob = SignedIn.newcomer(server, people, "bob@example.org");
    private final List<String> faults = new ArrayList<>();
    private final Set<String> called = new TreeSet<>();

    @AfterEach
    void close() {
        server.close();
    }

    /** What Ada has, by the name that paths have for it. */
    private record Belongings(
            String account,
            String other,
            String transaction,
            String hold,
            String key,
            String session,
            String token,
            String organisation,
            String member,
            String target,
            String webhook,
            String delivery) {}

    private JsonObject make(String method, String path, JsonObject body) {
        Answer answer = ada.send(method, path, body);
        assertThat(answer.status()).as(path + ": " + answer.text()).isIn(200, 201);
        return new JsonObject(answer.text());
    }

    private static JsonArray legs(String from, String to) {
        return new JsonArray()
                .add(JsonObject.of("account", from, "amount", -500))
                .add(JsonObject.of("account", to, "amount", 500));
    }

    private static JsonObject hold(String from, String to) {
        return JsonObject.of("source", from, "destination", to, "amount", 5, "description", "a");
    }

    private Belongings belongings() {
        JsonObject euro = JsonObject.of("name", "assets:cash", "currency", "EUR");
        String cash = make("POST", "/api/ledger/accounts", euro).getString("id");
        euro.put("name", "income:sales");
        String sales = make("POST", "/api/ledger/accounts", euro).getString("id");
        JsonObject sale = JsonObject.of("description", "a sale", "legs", legs(sales, cash));
        make("PUT", "/api/streams/show", JsonObject.of("title", "Ada's"));
        JsonObject token =
                JsonObject.of("name", "ci", "days", 1)
                        .put("scopes", new JsonArray().add("account:read"));
        JsonObject sessions = new JsonObject(ada.get("/api/sessions").text());
        JsonObject organisation = make("POST", "/api/users/organisations", named("Ada's other"));
        JsonObject webhook = JsonObject.of("url", "https://example.org/hook");
        String hook =
                make("POST", "/api/os/webhooks", webhook).getJsonObject("webhook").getString("id");
        return new Belongings(
                cash,
                sales,
                make("POST", "/api/ledger/transactions", sale).getString("id"),
                make("POST", "/api/ledger/holds", hold(cash, sales)).getString("id"),
                make("POST", "/api/streams/show/keys", JsonObject.of("label", "a")).getString("id"),
                sessions.getJsonArray("sessions").getJsonObject(0).getString("id"),
                make("POST", "/api/tokens", token).getString("id"),
                organisation.getString("id"),
                new JsonObject(ada.get("/api/users/me").text()).getString("id"),
                make("POST", "/api/streams/show/targets", target("a")).getString("id"),
                hook,
                make("POST", "/api/os/webhooks/" + hook + "/test", new JsonObject())
                        .getString("delivery"));
    }

    private static JsonObject target(String label) {
        return JsonObject.of("label", label, "url", "rtmp://example.org/live/key");
    }

    private static JsonObject named(String name) {
        return JsonObject.of("name", name);
    }

    /** Bob calls; nothing of Ada's is there, and nothing is done. */
    private void refused(String operation, JsonObject body, String... values) {
        called.add(operation);
        String[] methodAndPath = operation.split(" ", 2);
        String path = methodAndPath[1];
        for (String value : values) {
            path = path.replaceFirst("\\{[^}]+}", value);
        }
        Answer answer = bob.send(methodAndPath[0], path, body);
        // Taken names cannot be hidden from who wants one.
        Set<Integer> wanted =
                operation.equals("PUT /api/streams/{name}") ? Set.of(409) : Set.of(404);
        if (!wanted.contains(answer.status())) {
            faults.add(operation + ": " + answer.status() + " " + answer.text());
        }
    }

    private void ledger(Belongings of) {
        JsonObject none = new JsonObject();
        refused("GET /api/ledger/accounts/{id}", none, of.account);
        refused("GET /api/ledger/accounts/{id}/balance", none, of.account);
        refused("GET /api/ledger/accounts/{id}/statement", none, of.account);
        refused("PUT /api/ledger/accounts/{id}/limits", JsonObject.of("minimum", 0), of.account);
        refused("POST /api/ledger/accounts/{id}/close", none, of.account);
        refused("GET /api/ledger/transactions/{id}", none, of.transaction);
        refused("POST /api/ledger/transactions/{id}/reverse", none, of.transaction);
        refused("GET /api/ledger/holds/{id}", none, of.hold);
        refused("POST /api/ledger/holds/{id}/post", none, of.hold);
        refused("POST /api/ledger/holds/{id}/void", none, of.hold);
        JsonObject theft = JsonObject.of("description", "a", "legs", legs(of.account, of.other));
        Answer posted = bob.send("POST", "/api/ledger/transactions", theft);
        Answer held = bob.send("POST", "/api/ledger/holds", hold(of.account, of.other));
        assertThat(List.of(posted.status(), held.status()))
                .as(posted.text() + held.text())
                .allMatch(status -> status == 404 || status == 422);
    }

    private void allElse(Belongings of) {
        JsonObject none = new JsonObject();
        refused("PUT /api/streams/{name}", JsonObject.of("title", "Bob's"), "show");
        refused("GET /api/streams/{name}/keys", none, "show");
        refused("POST /api/streams/{name}/keys", JsonObject.of("label", "b"), "show");
        refused("DELETE /api/streams/{name}/keys/{id}", none, "show", of.key);
        refused("POST /api/streams/{name}/passes", JsonObject.of("hours", 1), "show");
        JsonObject cue = JsonObject.of("name", "score", "value", "1:0");
        refused("POST /api/streams/{name}/metadata", cue, "show");
        refused("DELETE /api/streams/{name}", none, "show");
        refused("DELETE /api/sessions/{id}", none, of.session);
        refused("DELETE /api/tokens/{id}", none, of.token);
        String members = "/api/users/organisations/{id}/members";
        refused("GET " + members, none, of.organisation);
        JsonObject himself = JsonObject.of("email", "bob@example.org", "role", "OWNER");
        refused("POST " + members, himself, of.organisation);
        JsonObject role = JsonObject.of("role", "MEMBER");
        refused("PUT " + members + "/{account}", role, of.organisation, of.member);
        refused("DELETE " + members + "/{account}", none, of.organisation, of.member);
    }

    private void outbound(Belongings of) {
        JsonObject none = new JsonObject();
        JsonObject off = JsonObject.of("enabled", false);
        String targets = "/api/streams/{name}/targets";
        refused("GET " + targets, none, "show");
        refused("POST " + targets, target("b"), "show");
        refused("PATCH " + targets + "/{id}", off, "show", of.target);
        refused("DELETE " + targets + "/{id}", none, "show", of.target);
        String ingest = "/api/streams/{name}/ingest";
        refused("GET " + ingest, none, "show");
        refused("PUT " + ingest, JsonObject.of("srtPassphrase", "bob's passphrase"), "show");
        String webhook = "/api/os/webhooks/{id}";
        refused("PATCH " + webhook, off, of.webhook);
        refused("POST " + webhook + "/secret", none, of.webhook);
        refused("POST " + webhook + "/test", none, of.webhook);
        refused("GET " + webhook + "/deliveries", none, of.webhook);
        String resend = webhook + "/deliveries/{delivery}/resend";
        refused("POST " + resend, none, of.webhook, of.delivery);
        refused("DELETE " + webhook, none, of.webhook);
    }

    /** All that Ada sees of what is hers, but for times of use. */
    private Map<String, String> state() {
        Map<String, String> state = new TreeMap<>();
        for (String path :
                List.of(
                        "/api/ledger/accounts",
                        "/api/ledger/transactions",
                        "/api/ledger/holds",
                        "/api/streams/channels",
                        "/api/streams/show/keys",
                        "/api/streams/show/targets",
                        "/api/streams/show/ingest",
                        "/api/users/organisations",
                        "/api/sessions",
                        "/api/tokens")) {
            Answer answer = ada.get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            state.put(path, answer.text().replaceAll("\"(seenAt|usedAt)\":\"[^\"]*\"", ""));
        }
        return state;
    }

    @Test
    void nothingOfAnothersIsThere() {
        Belongings of = belongings();
        String account = new JsonObject(bob.get("/api/users/me").text()).getString("id");
        // May do everything, in an organisation of his own.
        JsonObject roles = new JsonObject().put("roles", new JsonArray().add("ADMIN"));
        make("PUT", "/api/users/accounts/" + account + "/roles", roles);
        Map<String, String> before = state();
        Await.until(
                "Bob may use the ledger",
                TestingServer.START,
                () -> bob.get("/api/ledger/accounts").status() == 200);
        ledger(of);
        outbound(of);
        allElse(of);
        assertThat(faults).isEmpty();
        for (String listed : List.of("accounts", "transactions", "holds", "journal")) {
            assertThat(bob.get("/api/ledger/" + listed).text())
                    .doesNotContain(of.account, of.transaction, of.hold);
        }
        assertThat(state()).isEqualTo(before);
        assertThat(server.errors()).isEmpty();
        everyRouteThatNamesSomethingWasCalled();
    }

    private void everyRouteThatNamesSomethingWasCalled() {
        String text = new String(server.get("/api/openapi.json").body(), UTF_8);
        Set<String> open = new TreeSet<>();
        for (Operation operation : ApiDocument.of(new JsonObject(text)).operations()) {
            if (operation.hasPathValues() && !operation.isPublic()) {
                open.add(operation.toString());
            }
        }
        open.removeAll(called);
        open.removeAll(OF_THE_PLATFORM);
        assertThat(open).isEmpty();
    }
}
