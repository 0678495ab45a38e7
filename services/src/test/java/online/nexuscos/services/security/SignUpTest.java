package online.nexuscos.services.security;

import static online.nexuscos.services.security.TestingAccounts.PASSWORD;
import static online.nexuscos.services.security.TestingAccounts.register;
import static online.nexuscos.services.security.TestingAccounts.signIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import online.nexuscos.platform.service.Origin;
import online.nexuscos.services.security.TestingAccounts.Client;
import online.nexuscos.services.security.TestingAccounts.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registering, signing in and resetting, against the real database. */
class SignUpTest {
    private static final String EMAIL = "ada@example.org";

    @TempDir private Path folder;
    private TestingAccounts testing;

    @BeforeEach
    void open() {
        testing = new TestingAccounts(folder);
    }

    @AfterEach
    void close() {
        testing.close();
    }

    @Test
    void registersVerifiesAndSignsIn() {
        Client ada = testing.stranger();
        Said registered = register(ada, EMAIL, PASSWORD);
        assertThat(registered.status()).isEqualTo(202);
        assertThat(registered.text("next")).isEqualTo("verify");
        Mail letter = testing.letter();
        assertThat(letter.to()).isEqualTo(EMAIL);
        // With the right password, but before the code: another code is sent.
        assertThat(signIn(ada, EMAIL, PASSWORD).status()).isEqualTo(403);
        assertThat(ada.cookie()).isEmpty();
        String code = testing.code();
        assertThat(letter.text()).doesNotContain(code);
        JsonObject verify = JsonObject.of("email", EMAIL, "code", code, "password", PASSWORD);
        assertThat(ada.post("/api/users/verify", verify).status()).isEqualTo(200);
        Said me = ada.get("/api/users/me");
        assertThat(me.text("email")).isEqualTo(EMAIL);
        assertThat(me.body().getJsonArray("roles")).containsExactly("creator");
        assertThat(ada.post("/api/users/sign-out", new JsonObject()).status()).isEqualTo(204);
        assertThat(ada.get("/api/users/me").status()).isEqualTo(401);
        assertThat(signIn(ada, "ADA@Example.org", PASSWORD).status()).isEqualTo(200);
        assertThat(ada.get("/api/users/me").status()).isEqualTo(200);
    }

    @Test
    void saysTheSameOfAnAddressThatHasAnAccount() {
        testing.member(EMAIL);
        Said known = register(testing.stranger(), EMAIL, "quite another password");
        Said fresh = register(testing.stranger(), "bob@example.org", "quite another password");
        assertThat(known).isEqualTo(fresh);
        assertThat(testing.letter().subject()).contains("already have");
        assertThat(signIn(testing.stranger(), EMAIL, "quite another password").status())
                .isEqualTo(401);
        assertThat(signIn(testing.stranger(), EMAIL, PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void nobodyOpensAnAccountWithAnothersPassword() {
        Client owner = testing.stranger();
        register(owner, EMAIL, PASSWORD);
        testing.code();
        // A stranger registers with the same address before its owner enters the code.
        register(testing.stranger(), EMAIL, "the stranger's own");
        String newest = testing.code();
        JsonObject verify = JsonObject.of("email", EMAIL, "code", newest, "password", PASSWORD);
        assertThat(owner.post("/api/users/verify", verify).status()).isEqualTo(401);
    }

    @Test
    void aCodeDiesAfterFiveTriesAndAfterHalfAnHour() {
        Client ada = testing.stranger();
        register(ada, EMAIL, PASSWORD);
        String code = testing.code();
        String wrong = code.startsWith("1") ? "2" + code.substring(1) : "1" + code.substring(1);
        for (int i = 0; i < 5; i++) {
            Said said = verify(ada, wrong);
            assertThat(said.status()).isEqualTo(422);
            assertThat(said.text("field")).isEqualTo("code");
            testing.clock.pass(Duration.ofMinutes(10));
        }
        assertThat(verify(ada, code).status()).isIn(422, 429);
        testing.clock.pass(Duration.ofHours(2));
        register(ada, EMAIL, PASSWORD);
        String late = testing.code();
        testing.clock.pass(MailCodes.LIFE);
        assertThat(verify(ada, late).status()).isEqualTo(422);
        ada.post("/api/users/verification", JsonObject.of("email", EMAIL));
        assertThat(verify(ada, testing.code()).status()).isEqualTo(200);
    }

    private static Said verify(Client client, String code) {
        return client.post(
                "/api/users/verify",
                JsonObject.of("email", EMAIL, "code", code, "password", PASSWORD));
    }

    @Test
    void locksAnAddressWhetherOrNotItHasAnAccount() {
        testing.member(EMAIL);
        for (String email : new String[] {EMAIL, "nobody@example.org"}) {
            for (int i = 0; i < Attempts.FREE_SIGN_INS; i++) {
                assertThat(signIn(testing.stranger(), email, "a wrong password").status())
                        .isEqualTo(401);
            }
            Said locked = signIn(testing.stranger(), email, PASSWORD);
            assertThat(locked.status()).isEqualTo(429);
            assertThat(Integer.parseInt(locked.headers().get("retry-after"))).isBetween(1, 60);
        }
        testing.clock.pass(Duration.ofSeconds(31));
        assertThat(signIn(testing.stranger(), "nobody@example.org", PASSWORD).status())
                .isEqualTo(401);
        assertThat(signIn(testing.stranger(), EMAIL, PASSWORD).status()).isEqualTo(200);
        assertThat(signIn(testing.stranger(), EMAIL, "a wrong password").status()).isEqualTo(401);
    }

    @Test
    void takesAsLongForAnUnknownAddress() {
        testing.member(EMAIL);
        long[] known = new long[9];
        long[] unknown = new long[9];
        for (int i = 0; i < known.length; i++) {
            known[i] = time(EMAIL);
            unknown[i] = time("nobody@example.org");
            testing.clock.pass(Duration.ofHours(1));
        }
        Arrays.sort(known);
        Arrays.sort(unknown);
        assertThat((double) unknown[0] / known[0]).isBetween(0.5, 2.0);
    }

    private long time(String email) {
        long start = System.nanoTime();
        assertThat(signIn(testing.stranger(), email, "a wrong password").status()).isEqualTo(401);
        return System.nanoTime() - start;
    }

    @Test
    void resetsAPasswordAndEndsWhatItOpened() {
        Client ada = testing.member(EMAIL);
        JsonObject make =
                JsonObject.of("name", "ci", "days", 30)
                        .put("scopes", new io.vertx.core.json.JsonArray().add("account:read"));
        Said token = ada.post("/api/tokens", make);
        assertThat(token.status()).as(token.body().encode()).isEqualTo(201);
        Client machine = testing.stranger().bearing(token.text("token"));
        assertThat(machine.get("/api/users/me").status()).isEqualTo(200);
        Client other = testing.stranger();
        Said asked = other.post("/api/users/reset", JsonObject.of("email", EMAIL));
        Said unknown =
                other.post("/api/users/reset", JsonObject.of("email", "nobody@example.org"));
        assertThat(asked).isEqualTo(unknown);
        JsonObject reset =
                JsonObject.of(
                        "email", EMAIL, "code", testing.code(), "password", "a new horse battery");
        assertThat(other.post("/api/users/reset/confirm", reset).status()).isEqualTo(204);
        assertThat(testing.letter().subject()).contains("was changed");
        assertThat(ada.get("/api/users/me").status()).isEqualTo(401);
        assertThat(machine.get("/api/users/me").status()).isEqualTo(401);
        assertThat(signIn(testing.stranger(), EMAIL, PASSWORD).status()).isEqualTo(401);
        assertThat(signIn(testing.stranger(), EMAIL, "a new horse battery").status())
                .isEqualTo(200);
        assertThat(other.post("/api/users/reset/confirm", reset).status()).isEqualTo(422);
    }

    @Test
    void nobodyIsFloodedWithLetters() {
        for (int i = 0; i < 2 * Attempts.LETTERS; i++) {
            assertThat(register(testing.stranger(), EMAIL, PASSWORD).status()).isEqualTo(202);
        }
        for (int i = 0; i < Attempts.LETTERS; i++) {
            testing.letter();
        }
        assertThat(testing.letters).isEmpty();
    }

    @Test
    void theFirstAdministratorChoosesAPasswordBeforeAllElse() {
        FirstAdministrator first = testing.accounts.firstStart().orElseThrow();
        assertThat(testing.accounts.firstStart()).isEmpty();
        assertThat(first.toString()).doesNotContain(first.password());
        Client admin = testing.stranger();
        Said signedIn = signIn(admin, first.email(), first.password());
        assertThat(signedIn.body().getBoolean("mustChangePassword")).isTrue();
        assertThat(admin.get("/api/users/me").status()).isEqualTo(403);
        assertThat(admin.get("/api/users/accounts").status()).isEqualTo(403);
        JsonObject same =
                JsonObject.of("current", first.password(), "password", first.password());
        assertThat(admin.post("/api/users/password", same).status()).isEqualTo(422);
        JsonObject change =
                JsonObject.of("current", first.password(), "password", "another horse battery");
        assertThat(admin.post("/api/users/password", change).status()).isEqualTo(200);
        assertThat(admin.get("/api/users/accounts").status()).isEqualTo(200);
        assertThat(testing.accounts.firstStart()).isEmpty();
    }

    @Test
    void refusesWhatNobodyCanMean() {
        Client ada = testing.stranger();
        assertThat(register(ada, "no address", PASSWORD).text("field")).isEqualTo("email");
        assertThat(register(ada, "a@b\r\nBcc: c@d", PASSWORD).text("field")).isEqualTo("email");
        assertThat(register(ada, EMAIL, "short").text("field")).isEqualTo("password");
        JsonObject unnamed = JsonObject.of("email", EMAIL, "name", " ", "password", PASSWORD);
        assertThat(ada.post("/api/users/register", unnamed).text("field")).isEqualTo("name");
        assertThat(ada.post("/api/users/register", new JsonObject()).status()).isEqualTo(422);
        assertThat(testing.letters).isEmpty();
    }

    @Test
    void cookiesOverHttpsBelongToTheHostAlone() {
        testing.member(EMAIL);
        Client plain = testing.stranger();
        Said signedIn = signIn(plain, EMAIL, PASSWORD);
        assertThat(signedIn.headers().get("set-cookie"))
                .startsWith("nexus=")
                .contains("; HttpOnly", "; SameSite=Lax", "; Path=/")
                .doesNotContain("Secure");
        Client secure = testing.stranger().over(new Origin("192.0.2.7", "Test/1", false, true));
        assertThat(signIn(secure, EMAIL, PASSWORD).headers().get("set-cookie"))
                .startsWith("__Host-nexus=")
                .contains("; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/");
        assertThat(secure.get("/api/users/me").status()).isEqualTo(200);
    }
}
