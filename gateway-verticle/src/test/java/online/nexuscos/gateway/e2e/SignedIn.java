package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import online.nexuscos.gateway.http.TestingHttp;
import online.nexuscos.gateway.http.TestingHttp.Answer;

/** Somebody who signed in like a browser does it: a cookie, and a token for changes. */
final class SignedIn {
    private static final String PASSWORD = "a much longer pass phrase";

    private final TestingHttp http;
    private final String email;
    private String cookie = "";
    private String csrf = "";

    private SignedIn(TestingHttp http, String email) {
        this.http = http;
        this.email = email;
    }

    /** Whom the first start made, with a password of their own, as they must. */
    static SignedIn administrator(TestingServer server, People people) {
        People.FirstPassword first = people.firstPassword();
        SignedIn administrator = new SignedIn(new TestingHttp(server.httpPort()), first.email());
        administrator.signInWith(first.password());
        administrator.take(
                administrator.send(
                        "POST",
                        "/api/users/password",
                        new JsonObject()
                                .put("current", first.password())
                                .put("password", PASSWORD)));
        administrator.readCsrf();
        return administrator;
    }

    /** Somebody who registers now, with an organisation of their own. */
    static SignedIn newcomer(TestingServer server, People people, String email) {
        SignedIn newcomer = new SignedIn(new TestingHttp(server.httpPort()), email);
        JsonObject account = JsonObject.of("email", email, "password", PASSWORD);
        Answer registered =
                newcomer.send(
                        "POST", "/api/users/register", account.copy().put("name", "Newcomer"));
        assertThat(registered.status()).as(registered.text()).isEqualTo(202);
        newcomer.take(
                newcomer.send("POST", "/api/users/verify", account.put("code", people.code())));
        newcomer.readCsrf();
        return newcomer;
    }

    private void signInWith(String password) {
        cookie = "";
        csrf = "";
        take(
                send(
                        "POST",
                        "/api/users/sign-in",
                        new JsonObject().put("email", email).put("password", password)));
        readCsrf();
    }

    private void take(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        cookie = answer.headers().getOrDefault("set-cookie", "").split(";", 2)[0];
    }

    private void readCsrf() {
        csrf = current().map(session -> session.getString("csrf", "")).orElse("");
        assertThat(csrf).isNotEmpty();
    }

    private Optional<JsonObject> current() {
        Answer answer = get("/api/sessions/current");
        return answer.status() == 200
                ? Optional.of(new JsonObject(answer.text()))
                : Optional.empty();
    }

    /** Signs in again where a call before has ended the session. */
    void staySignedIn() {
        boolean signedIn = current().filter(session -> session.containsKey("csrf")).isPresent();
        if (!signedIn) {
            signInWith(PASSWORD);
        }
    }

    /** A token for a program that acts in this name. */
    String accessToken() {
        staySignedIn();
        Answer answer = send("POST", "/api/tokens/access", new JsonObject());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return new JsonObject(answer.text()).getString("access_token");
    }

    Answer get(String path) {
        try {
            return http.get(path, credentials());
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    Answer send(String method, String path, JsonObject body) {
        boolean bodiless = method.equals("GET") || method.equals("DELETE");
        byte[] bytes = bodiless ? new byte[0] : body.encode().getBytes(StandardCharsets.UTF_8);
        List<String> headers = new ArrayList<>(List.of(credentials()));
        headers.add("Content-Type: application/json");
        return exchange(http, method, path, headers, bytes);
    }

    /** The headers that show who calls. */
    String[] credentials() {
        return cookie.isEmpty()
                ? new String[0]
                : new String[] {"Cookie: " + cookie, "X-CSRF-Token: " + csrf};
    }

    /** A request with a body of this length. */
    static Answer exchange(
            TestingHttp http, String method, String path, List<String> headers, byte[] body) {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: x\r\n");
        headers.forEach(header -> request.append(header).append("\r\n"));
        if (headers.stream().noneMatch(header -> header.startsWith("Accept: "))) {
            // Events would be told without an end.
            request.append("Accept: application/json, text/plain\r\n");
        }
        request.append("Content-Length: ").append(body.length);
        request.append("\r\nConnection: close\r\n\r\n");
        request.append(new String(body, StandardCharsets.ISO_8859_1));
        try {
            return http.exchange(request.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        }
    }
}
