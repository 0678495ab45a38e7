package online.nexuscos.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Somebody with an account, who is signed in. */
final class Member {
    private static final Pattern SUBJECT = Pattern.compile("Subject: .*: (\\S+)\r\n");
    private static final Pattern FIRST_PASSWORD =
            Pattern.compile("account +(\\S+): password (\\S+) for once");
    private static final int MAX_LOOKS = 200;
    private static final double LOOK_SECONDS = 0.05;

    private final JsonClient client;
    private final String email;
    private final String password;

    private Member(JsonClient client, String email, String password) {
        this.client = client;
        this.email = email;
        this.password = password;
    }

    /**
     * Registers, reads the letter, and signs in with its code.
     *
     * @param data the server's data folder, where its letters are
     */
    static Member register(HttpClient lines, URI server, Path data, String email) {
        String password = "correct horse battery " + email;
        JsonClient client = new JsonClient(lines, server);
        client.post(
                "/api/users/register",
                new JsonObject()
                        .put("email", email)
                        .put("name", "A member")
                        .put("password", password));
        client.post(
                "/api/users/verify",
                new JsonObject()
                        .put("email", email)
                        .put("code", code(data, email))
                        .put("password", password));
        client.header("x-csrf-token", client.get("/api/sessions/current").getString("csrf"));
        return new Member(client, email, password);
    }

    /**
     * Whom the first start makes, with the password that it printed, which is good for choosing
     * another.
     *
     * @param log what the server has printed so far
     */
    static Member administrator(HttpClient lines, URI server, Supplier<String> log) {
        Matcher printed = FIRST_PASSWORD.matcher(log.get());
        // It is printed a moment after all is up.
        for (int look = 0; !printed.find(); look++) {
            if (look == MAX_LOOKS) {
                throw new BenchException("the server printed no password of an administrator");
            }
            Pause.seconds(LOOK_SECONDS);
            printed = FIRST_PASSWORD.matcher(log.get());
        }
        String email = printed.group(1);
        String password = "correct horse battery " + email;
        JsonClient client = new JsonClient(lines, server);
        client.post(
                "/api/users/sign-in",
                new JsonObject().put("email", email).put("password", printed.group(2)));
        client.header("x-csrf-token", client.get("/api/sessions/current").getString("csrf"));
        client.post(
                "/api/users/password",
                new JsonObject().put("current", printed.group(2)).put("password", password));
        client.header("x-csrf-token", client.get("/api/sessions/current").getString("csrf"));
        return new Member(client, email, password);
    }

    /** One more sign-in, from a browser without a session. */
    void signIn(HttpClient lines, URI server) {
        JsonObject _ =
                new JsonClient(lines, server)
                        .post(
                                "/api/users/sign-in",
                                new JsonObject().put("email", email).put("password", password));
    }

    String refreshToken() {
        return client.post("/api/tokens/access", new JsonObject()).getString("refresh_token");
    }

    String apiToken(String... scopes) {
        return client.post(
                        "/api/tokens",
                        new JsonObject()
                                .put("name", "bench")
                                .put("scopes", new JsonArray(List.of(scopes)))
                                .put("days", 1))
                .getString("token");
    }

    private static String code(Path data, String email) {
        for (int look = 0; look < MAX_LOOKS; look++) {
            Optional<String> code =
                    letters(data).flatMap(letter -> codeIn(letter, email)).findAny();
            if (code.isPresent()) {
                return code.get();
            }
            Pause.seconds(LOOK_SECONDS);
        }
        throw new BenchException("no letter came for " + email);
    }

    private static Stream<Path> letters(Path data) {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> file.toString().endsWith(".eml")).toList().stream();
        } catch (IOException | java.io.UncheckedIOException e) {
            // A store is making or removing its files.
            return List.<Path>of().stream();
        }
    }

    private static Stream<String> codeIn(Path letter, String email) {
        try {
            String text = Files.readString(letter);
            Matcher subject = SUBJECT.matcher(text);
            return text.contains("To: " + email + "\r\n") && subject.find()
                    ? Stream.of(subject.group(1))
                    : Stream.empty();
        } catch (IOException e) {
            throw new BenchException("cannot read " + letter, e);
        }
    }
}
