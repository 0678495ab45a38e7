package online.nexuscos.services.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import online.nexuscos.services.security.TestingAccounts.Client;
import online.nexuscos.services.security.TestingAccounts.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens on the real database: what they may, and how they end. */
class TokensTest {
    private static final int MANY = 48;

    @TempDir private Path folder;
    private TestingAccounts testing;
    private Client ada;

    @BeforeEach
    void open() {
        testing = new TestingAccounts(folder);
        ada = testing.member("ada@example.org");
    }

    @AfterEach
    void close() {
        testing.close();
    }

    private Said make(int days, String... scopes) {
        return ada.post(
                "/api/tokens",
                JsonObject.of("name", "ci", "days", days)
                        .put("scopes", new JsonArray(List.of(scopes))));
    }

    private Said exchange(String... scopes) {
        Said said =
                ada.post(
                        "/api/tokens/access",
                        new JsonObject().put("scopes", new JsonArray(List.of(scopes))));
        assertThat(said.status()).as(said.body().encode()).isEqualTo(200);
        return said;
    }

    private Said refresh(String token) {
        return testing.stranger()
                .post("/api/tokens/refresh", JsonObject.of("refresh_token", token));
    }

    private Client bearing(String token) {
        return testing.stranger().bearing(token);
    }

    @Test
    void anApiTokenDoesWhatItsScopesSayUntilItIsRevoked() {
        Said made = make(30, "account:read");
        assertThat(made.status()).as(made.body().encode()).isEqualTo(201);
        String token = made.text("token");
        assertThat(token).startsWith("nxs_").startsWith(made.text("prefix"));
        Client machine = bearing(token);
        assertThat(machine.get("/api/users/me").status()).isEqualTo(200);
        JsonObject name = JsonObject.of("name", "x");
        assertThat(machine.post("/api/users/organisations", name).status()).isEqualTo(403);
        assertThat(machine.get("/api/tokens").status()).isEqualTo(403);
        assertThat(machine.get("/api/sessions").status()).isEqualTo(403);
        JsonObject listed = ada.get("/api/tokens").body().getJsonArray("tokens").getJsonObject(0);
        assertThat(listed.encode()).doesNotContain(token).contains("usedAt");
        Client bob = testing.member("bob@example.org");
        assertThat(bob.delete("/api/tokens/" + made.text("id")).status()).isEqualTo(404);
        assertThat(ada.delete("/api/tokens/" + made.text("id")).status()).isEqualTo(204);
        assertThat(machine.get("/api/users/me").status()).isEqualTo(401);
    }

    @Test
    void noTokenGetsWhatItsAccountCannotGive() {
        assertThat(make(30, "account:secure").text("field")).isEqualTo("scopes");
        assertThat(make(30, "all").text("field")).isEqualTo("scopes");
        assertThat(make(30, "accounts:read").text("field")).isEqualTo("scopes");
        assertThat(make(0, "account:read").status()).isEqualTo(422);
        assertThat(make(3000, "account:read").status()).isEqualTo(422);
        assertThat(ada.get("/api/tokens/scopes").body().getJsonArray("scopes"))
                .containsExactly("account:read", "account:write", "streams:own", "webhooks:own");
    }

    @Test
    void anApiTokenEndsOnItsDay() {
        Client machine = bearing(make(1, "account:read").text("token"));
        testing.clock.pass(Duration.ofHours(23));
        assertThat(machine.get("/api/users/me").status()).isEqualTo(200);
        testing.clock.pass(Duration.ofHours(2));
        assertThat(machine.get("/api/users/me").status()).isEqualTo(401);
    }

    @Test
    void aTokenLosesWhatItsAccountLoses() {
        Client admin = testing.administrator();
        Said made =
                admin.post(
                        "/api/tokens",
                        new JsonObject(
                                "{\"name\":\"ops\",\"days\":1,\"scopes\":[\"accounts:read\"]}"));
        Client machine = bearing(made.text("token"));
        assertThat(machine.get("/api/users/accounts").status()).isEqualTo(200);
        testing.database
                .database()
                .execute("UPDATE security.account SET roles = '{}' WHERE email LIKE 'admin%'");
        testing.clock.pass(Duration.ofMillis(999));
        assertThat(machine.get("/api/users/accounts").status()).isEqualTo(403);
    }

    @Test
    void exchangesASessionForTokensAndRenewsThem() {
        Said first = exchange("account:read");
        assertThat(first.text("token_type")).isEqualTo("Bearer");
        assertThat(bearing(first.text("access_token")).get("/api/users/me").status())
                .isEqualTo(200);
        testing.clock.pass(AccessTokens.LIFE.plusMinutes(1));
        assertThat(bearing(first.text("access_token")).get("/api/users/me").status())
                .isEqualTo(401);
        Said second = refresh(first.text("refresh_token"));
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text("refresh_token")).isNotEqualTo(first.text("refresh_token"));
        assertThat(bearing(second.text("access_token")).get("/api/users/me").status())
                .isEqualTo(200);
        Client machine = bearing(second.text("access_token"));
        assertThat(machine.get("/api/sessions").status()).isEqualTo(403);
    }

    @Test
    void aRefreshTokenSeenTwiceEndsTheWholeGrant() {
        Said first = exchange("account:read");
        Said second = refresh(first.text("refresh_token"));
        assertThat(refresh(first.text("refresh_token")).status()).isEqualTo(401);
        assertThat(refresh(second.text("refresh_token")).status()).isEqualTo(401);
        assertThat(bearing(second.text("access_token")).get("/api/users/me").status())
                .isEqualTo(401);
        assertThat(
                        testing.database
                                .database()
                                .query(
                                        "SELECT action FROM platform.audit WHERE action = 'grant.stolen'",
                                        row -> row.text("action")))
                .hasSize(1);
    }

    /** Each is in a transaction, and there are more of them than connections. */
    @Test
    void manyRefreshAtOnceWhileTheKeysAreAskedForAnew() throws Exception {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            tokens.add(exchange("account:read").text("refresh_token"));
        }
        testing.clock.pass(Duration.ofSeconds(1));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> refreshes =
                    tokens.stream()
                            .<Callable<Integer>>map(token -> () -> refresh(token).status())
                            .toList();
            for (Future<Integer> answer : threads.invokeAll(refreshes)) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
    }

    @Test
    void ofManyWhoRefreshAtOnceOneSucceeds() throws Exception {
        String token = exchange("account:read").text("refresh_token");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> refresh = () -> refresh(token).status();
            List<Future<Integer>> answers =
                    threads.invokeAll(java.util.Collections.nCopies(8, refresh));
            int succeeded = 0;
            for (Future<Integer> answer : answers) {
                succeeded += answer.get() == 200 ? 1 : 0;
            }
            assertThat(succeeded).isEqualTo(1);
        }
    }

    @Test
    void revokesByAnyOfItsTokens() {
        Said one = exchange("account:read");
        JsonObject access = JsonObject.of("token", one.text("access_token"));
        assertThat(testing.stranger().post("/api/tokens/revoke", access).status()).isEqualTo(204);
        assertThat(bearing(one.text("access_token")).get("/api/users/me").status()).isEqualTo(401);
        assertThat(refresh(one.text("refresh_token")).status()).isEqualTo(401);
        Said other = exchange("account:read");
        JsonObject refresh = JsonObject.of("token", other.text("refresh_token"));
        assertThat(testing.stranger().post("/api/tokens/revoke", refresh).status()).isEqualTo(204);
        assertThat(bearing(other.text("access_token")).get("/api/users/me").status())
                .isEqualTo(401);
        JsonObject nonsense = JsonObject.of("token", "nonsense");
        assertThat(testing.stranger().post("/api/tokens/revoke", nonsense).status()).isEqualTo(204);
    }

    @Test
    void introspectsForWhoeverMayAsk() {
        Client admin = testing.administrator();
        Said tokens = exchange("account:read");
        JsonObject ask = JsonObject.of("token", tokens.text("access_token"));
        assertThat(ada.post("/api/tokens/introspect", ask).status()).isEqualTo(403);
        Said active = admin.post("/api/tokens/introspect", ask);
        assertThat(active.body().getBoolean("active")).isTrue();
        assertThat(active.text("scope")).isEqualTo("account:read");
        assertThat(active.text("client_id")).isEqualTo(AccessTokens.CLIENT);
        testing.stranger().post("/api/tokens/revoke", ask);
        Said over = admin.post("/api/tokens/introspect", ask);
        assertThat(over.body()).isEqualTo(new JsonObject("{\"active\":false}"));
    }

    @Test
    void keysTurnOverAndStolenOnesAreNotBelieved() {
        exchange("account:read");
        assertThat(keys()).hasSize(1);
        testing.clock.pass(Duration.ofDays(30).minus(Duration.ofMinutes(5)));
        assertThat(keys()).hasSize(2);
        testing.clock.pass(Duration.ofHours(1));
        assertThat(keys()).hasSize(1);
        Client admin = testing.administrator();
        ada = testing.member("bob@example.org");
        Said fresh = exchange("account:read");
        Client machine = bearing(fresh.text("access_token"));
        assertThat(machine.get("/api/users/me").status()).isEqualTo(200);
        JsonObject keep = JsonObject.of("distrust", false);
        assertThat(admin.post("/api/tokens/keys", keep).status()).isEqualTo(200);
        testing.clock.pass(Duration.ofSeconds(1));
        assertThat(keys()).hasSize(2);
        assertThat(machine.get("/api/users/me").status()).isEqualTo(200);
        JsonObject distrust = JsonObject.of("distrust", true);
        assertThat(admin.post("/api/tokens/keys", distrust).status()).isEqualTo(200);
        testing.clock.pass(Duration.ofMillis(999));
        assertThat(machine.get("/api/users/me").status()).isEqualTo(401);
        assertThat(keys()).hasSize(1);
    }

    private JsonArray keys() {
        JsonArray keys = testing.stranger().get("/api/tokens/jwks").body().getJsonArray("keys");
        assertThat(keys.encode()).doesNotContain("\"d\"");
        return keys;
    }

    @Test
    void refusesTokensOfNobody() {
        for (String token : List.of("", "nxs_", "nxs_" + "A".repeat(43), "a.b.c", "x")) {
            assertThat(bearing(token).get("/api/sessions/current").status()).isEqualTo(401);
        }
    }
}
