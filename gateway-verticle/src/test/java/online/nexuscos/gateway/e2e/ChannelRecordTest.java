package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A channel that somebody made, with FFmpeg publishing by a key of it. */
class ChannelRecordTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ADMINISTRATOR =
            Pattern.compile("account +(\\S+): password (\\S+) for");

    private final Path folder = TestingServer.folder("channels");
    private final TestingServer server =
            TestingServer.start(folder, Map.of("NEXUS_ACCOUNTS_ENABLED", "true"));
    private final HttpClient client = HttpClient.newHttpClient();
    private String cookie = "";
    private String csrf = "";

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private JsonObject call(String method, String path, JsonObject body, int status)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.http(path)))
                        .timeout(PATIENCE)
                        .header("content-type", "application/json");
        if (!cookie.isEmpty()) {
            request.header("cookie", cookie).header("x-csrf-token", csrf);
        }
        HttpRequest.BodyPublisher text =
                method.equals("GET") || method.equals("DELETE")
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body.encode());
        HttpResponse<String> answer =
                client.send(
                        request.method(method, text).build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(status);
        answer.headers()
                .firstValue("set-cookie")
                .ifPresent(set -> cookie = set.substring(0, set.indexOf(';')));
        return answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
    }

    private void signIn() throws IOException, InterruptedException {
        Matcher shown =
                Await.value(
                        "the administrator's password",
                        PATIENCE,
                        () ->
                                server.process().lines().stream()
                                        .map(ADMINISTRATOR::matcher)
                                        .filter(Matcher::find)
                                        .findFirst());
        call(
                "POST",
                "/api/users/sign-in",
                JsonObject.of("email", shown.group(1), "password", shown.group(2)),
                200);
        csrf = call("GET", "/api/sessions/current", new JsonObject(), 200).getString("csrf");
        call(
                "POST",
                "/api/users/password",
                JsonObject.of("current", shown.group(2), "password", "a horse of my own"),
                200);
        csrf = call("GET", "/api/sessions/current", new JsonObject(), 200).getString("csrf");
    }

    @Test
    void aRevokedKeyEndsTheShowAndASignedPathIsAskedFor() throws Exception {
        signIn();
        call("PUT", "/api/streams/show", JsonObject.of("title", "My show"), 200);
        JsonObject key = call("POST", "/api/streams/show/keys", JsonObject.of("label", "obs"), 201);
        try (TestingProcess _ =
                Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp(key.getString("key")))) {
            server.awaitLive("show", "index.m3u8");
            JsonObject listed = call("GET", "/api/streams/show", new JsonObject(), 200);
            assertThat(listed.getString("title")).isEqualTo("My show");
            call("PUT", "/api/streams/show", JsonObject.of("playback", "SIGNED"), 200);
            Await.until(
                    "strangers are refused",
                    PATIENCE,
                    () -> server.status("/live/show/index.m3u8") == 403);
            assertThat(server.status("/api/streams/show")).isEqualTo(404);
            JsonObject pass =
                    call("POST", "/api/streams/show/passes", JsonObject.of("hours", 1), 200);
            assertThat(server.status(pass.getString("path"))).isEqualTo(200);
            long start = System.nanoTime();
            call("DELETE", "/api/streams/show/keys/" + key.getString("id"), new JsonObject(), 204);
            Await.value("the publisher is cut off", PATIENCE, this::notLive);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(3));
        }
        assertThat(server.errors()).isEmpty();
    }

    private Optional<String> notLive() throws IOException, InterruptedException {
        return Optional.of(
                        call("GET", "/api/streams/show", new JsonObject(), 200).getString("state"))
                .filter("waiting"::equals);
    }
}
