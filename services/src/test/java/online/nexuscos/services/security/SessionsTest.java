package online.nexuscos.services.security;

import static online.nexuscos.services.security.TestingAccounts.PASSWORD;
import static online.nexuscos.services.security.TestingAccounts.signIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.service.Authenticator;
import online.nexuscos.services.security.TestingAccounts.Client;
import online.nexuscos.services.security.TestingAccounts.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions on the real database: their ends, their ids, and who may change what. */
class SessionsTest {
    private static final String EMAIL = "ada@example.org";

    @TempDir private Path folder;
    private TestingAccounts testing;
    private Client ada;

    @BeforeEach
    void open() {
        testing = new TestingAccounts(folder);
        ada = testing.member(EMAIL);
    }

    @AfterEach
    void close() {
        testing.close();
    }

    private Client another() {
        Client client = testing.stranger();
        assertThat(signIn(client, EMAIL, PASSWORD).status()).isEqualTo(200);
        return client;
    }

    @Test
    void listsAndEndsOne() {
        Client other = another();
        var sessions = ada.get("/api/sessions").body().getJsonArray("sessions");
        assertThat(sessions).hasSize(2);
        JsonObject theirs =
                sessions.stream()
                        .map(JsonObject.class::cast)
                        .filter(session -> !session.getBoolean("current"))
                        .findFirst()
                        .orElseThrow();
        assertThat(theirs.getString("agent")).isEqualTo("Test/1");
        assertThat(theirs.getString("address")).isEqualTo("192.0.2.7");
        String path = "/api/sessions/" + theirs.getString("id");
        assertThat(ada.delete(path).status()).isEqualTo(204);
        assertThat(other.get("/api/users/me").status()).isEqualTo(401);
        assertThat(ada.delete(path).status()).isEqualTo(404);
    }

    @Test
    void endsAllOthers() {
        Client other = another();
        Client third = another();
        assertThat(ada.delete("/api/sessions").status()).isEqualTo(204);
        assertThat(other.get("/api/users/me").status()).isEqualTo(401);
        assertThat(third.get("/api/users/me").status()).isEqualTo(401);
        assertThat(ada.get("/api/users/me").status()).isEqualTo(200);
    }

    @Test
    void anotherNodeHearsOfTheEndWithinASecond() {
        Authenticator node = testing.otherNode(folder);
        Client other = another();
        assertThat(node.authenticate(other.credentials("GET")).isAnonymous()).isFalse();
        assertThat(ada.delete("/api/sessions").status()).isEqualTo(204);
        testing.clock.pass(Duration.ofMillis(999));
        assertThat(node.authenticate(other.credentials("GET")).isAnonymous()).isTrue();
    }

    @Test
    void anothersSessionIsNotThere() {
        Client bob = testing.member("bob@example.org");
        JsonObject mine = ada.get("/api/sessions").body().getJsonArray("sessions").getJsonObject(0);
        assertThat(bob.delete("/api/sessions/" + mine.getString("id")).status()).isEqualTo(404);
        assertThat(bob.delete("/api/sessions/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(bob.delete("/api/sessions/nonsense").status()).isEqualTo(404);
        assertThat(ada.get("/api/users/me").status()).isEqualTo(200);
    }

    @Test
    void getsANewIdAtSignIn() {
        Optional<String> before = ada.cookie();
        assertThat(signIn(ada, EMAIL, PASSWORD).status()).isEqualTo(200);
        assertThat(ada.cookie()).isPresent().isNotEqualTo(before);
        assertThat(testing.stranger().carrying(before).get("/api/users/me").status())
                .isEqualTo(401);
    }

    @Test
    void endsWhenIdleAndInAnyCase() {
        testing.clock.pass(Duration.ofHours(11));
        assertThat(ada.get("/api/users/me").status()).isEqualTo(200);
        testing.clock.pass(Duration.ofHours(11));
        assertThat(ada.get("/api/users/me").status()).isEqualTo(200);
        testing.clock.pass(Duration.ofHours(13));
        assertThat(ada.get("/api/users/me").status()).isEqualTo(401);
        Client busy = another();
        for (int hours = 0; hours < 30 * 24; hours += 10) {
            testing.clock.pass(Duration.ofHours(10));
            busy.get("/api/users/me");
        }
        assertThat(busy.get("/api/users/me").status()).isEqualTo(401);
    }

    @Test
    void aChangeNeedsTheCsrfToken() {
        String rename = "{\"name\":\"Ada L.\"}";
        Said renamed = ada.call("PATCH", "/api/users/me", Optional.of(new JsonObject(rename)));
        assertThat(renamed.text("name")).isEqualTo("Ada L.");
        Client forged = testing.stranger().carrying(ada.cookie()).withoutCsrf();
        assertThat(forged.get("/api/users/me").status()).isEqualTo(200);
        assertThat(forged.delete("/api/sessions").status()).isEqualTo(403);
        assertThat(
                        forged.call("PATCH", "/api/users/me", Optional.of(new JsonObject(rename)))
                                .status())
                .isEqualTo(403);
    }

    @Test
    void aPageOfAnotherSiteChangesNothing() {
        ada.fromAnotherSite();
        assertThat(ada.get("/api/users/me").status()).isEqualTo(200);
        assertThat(ada.delete("/api/sessions").status()).isEqualTo(403);
    }

    @Test
    void aCookieOfHttpIsNoneOfHttps() {
        String secret = ada.cookie().orElseThrow().replace("nexus=", "__Host-nexus=");
        assertThat(testing.stranger().carrying(Optional.of(secret)).get("/api/users/me").status())
                .isEqualTo(401);
        assertThat(
                        testing.stranger()
                                .carrying(Optional.of("nexus=x; other=y"))
                                .get("/api/sessions/current")
                                .body()
                                .getJsonObject("account"))
                .isNull();
    }

    @Test
    void changesThePasswordAndIsOutEverywhereElse() {
        Client other = another();
        Optional<String> before = ada.cookie();
        JsonObject wrong = JsonObject.of("current", "not mine at all", "password", "a new horse");
        assertThat(ada.post("/api/users/password", wrong).text("field")).isEqualTo("current");
        JsonObject change = JsonObject.of("current", PASSWORD, "password", "a new horse battery");
        assertThat(ada.post("/api/users/password", change).status()).isEqualTo(200);
        assertThat(ada.cookie()).isNotEqualTo(before);
        assertThat(ada.get("/api/users/me").status()).isEqualTo(200);
        assertThat(other.get("/api/users/me").status()).isEqualTo(401);
    }

    @Test
    void aDisabledAccountIsOutAtOnce() {
        Client admin = testing.administrator();
        String id = ada.get("/api/users/me").text("id");
        String path = "/api/users/accounts/" + id + "/state";
        assertThat(ada.put(path, JsonObject.of("state", "DISABLED")).status()).isEqualTo(403);
        assertThat(admin.put(path, JsonObject.of("state", "DISABLED")).status()).isEqualTo(200);
        assertThat(ada.get("/api/users/me").status()).isEqualTo(401);
        assertThat(signIn(testing.stranger(), EMAIL, PASSWORD).status()).isEqualTo(401);
        assertThat(admin.put(path, JsonObject.of("state", "ACTIVE")).status()).isEqualTo(200);
        assertThat(signIn(testing.stranger(), EMAIL, PASSWORD).status()).isEqualTo(200);
        String own = "/api/users/accounts/" + admin.get("/api/users/me").text("id") + "/roles";
        JsonObject none = new JsonObject("{\"roles\":[]}");
        assertThat(admin.put(own, none).status()).isEqualTo(409);
        assertThat(admin.get("/api/users/accounts?limit=1").text("next")).isNotEmpty();
    }
}
