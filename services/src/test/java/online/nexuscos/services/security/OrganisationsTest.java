package online.nexuscos.services.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.UUID;
import online.nexuscos.services.security.TestingAccounts.Client;
import online.nexuscos.services.security.TestingAccounts.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Organisations on the real database: who sees them, and who changes who belongs to them. */
class OrganisationsTest {
    @TempDir private Path folder;
    private TestingAccounts testing;
    private Client ada;
    private Client bob;
    private String members;

    @BeforeEach
    void open() {
        testing = new TestingAccounts(folder);
        ada = testing.member("ada@example.org");
        bob = testing.member("bob@example.org");
        Said opened =
                ada.post("/api/users/organisations", JsonObject.of("name", "Difference Engine"));
        assertThat(opened.status()).isEqualTo(201);
        assertThat(opened.text("role")).isEqualTo("owner");
        members = "/api/users/organisations/" + opened.text("id") + "/members";
    }

    @AfterEach
    void close() {
        testing.close();
    }

    private Said add(Client client, String email, String role) {
        return client.post(members, JsonObject.of("email", email, "role", role));
    }

    private static String id(Client client) {
        return client.get("/api/users/me").text("id");
    }

    @Test
    void isNotThereForStrangersToIt() {
        assertThat(bob.get(members).status()).isEqualTo(404);
        assertThat(add(bob, "bob@example.org", "OWNER").status()).isEqualTo(404);
        assertThat(bob.delete(members + "/" + id(ada)).status()).isEqualTo(404);
        assertThat(bob.get("/api/users/organisations").body().getJsonArray("organisations"))
                .hasSize(1);
        String none = "/api/users/organisations/" + UUID.randomUUID() + "/members";
        assertThat(ada.get(none).status()).isEqualTo(404);
    }

    @Test
    void membersSeeAdministratorsAddAndOwnersGiveAway() {
        assertThat(add(ada, "bob@example.org", "MEMBER").status()).isEqualTo(201);
        assertThat(add(ada, "bob@example.org", "MEMBER").status()).isEqualTo(409);
        assertThat(add(ada, "nobody@example.org", "MEMBER").text("field")).isEqualTo("email");
        assertThat(bob.get(members).body().getJsonArray("members")).hasSize(2);
        Client eve = testing.member("eve@example.org");
        assertThat(add(bob, "eve@example.org", "MEMBER").status()).isEqualTo(403);
        String bobs = members + "/" + id(bob);
        assertThat(ada.put(bobs, JsonObject.of("role", "ADMIN")).status()).isEqualTo(200);
        assertThat(add(bob, "eve@example.org", "OWNER").status()).isEqualTo(403);
        assertThat(add(bob, "eve@example.org", "MEMBER").status()).isEqualTo(201);
        assertThat(bob.delete(members + "/" + id(ada)).status()).isEqualTo(403);
        assertThat(bob.delete(members + "/" + id(eve)).status()).isEqualTo(200);
        assertThat(eve.get(members).status()).isEqualTo(404);
    }

    @Test
    void keepsAnOwner() {
        add(ada, "bob@example.org", "MEMBER");
        String adas = members + "/" + id(ada);
        assertThat(ada.delete(adas).status()).isEqualTo(409);
        assertThat(ada.put(adas, JsonObject.of("role", "MEMBER")).status()).isEqualTo(409);
        String bobs = members + "/" + id(bob);
        assertThat(ada.put(bobs, JsonObject.of("role", "OWNER")).status()).isEqualTo(200);
        assertThat(ada.delete(adas).status()).isEqualTo(200);
        assertThat(ada.get(members).status()).isEqualTo(404);
        assertThat(bob.get(members).status()).isEqualTo(200);
    }
}
