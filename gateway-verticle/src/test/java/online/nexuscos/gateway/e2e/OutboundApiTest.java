package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A channel with an owner: it goes on to nginx, and tells a program of what happens. */
class OutboundApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder = TestingServer.folder("outbound");
    private final TestingServer server =
            TestingServer.start(
                    folder,
                    Map.of(
                            "NEXUS_ACCOUNTS_ENABLED", "true",
                            "NEXUS_OUTBOUND_PRIVATE_TARGETS", "true"));
    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final HttpServer hook = hook();

    private record Told(String id, String timestamp, String signature, String body) {}

    private HttpServer hook() {
        try {
            HttpServer made =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.createContext(
                    "/",
                    exchange -> {
                        var headers = exchange.getRequestHeaders();
                        told.add(
                                new Told(
                                        headers.getFirst("webhook-id"),
                                        headers.getFirst("webhook-timestamp"),
                                        headers.getFirst("webhook-signature"),
                                        new String(
                                                exchange.getRequestBody().readAllBytes(),
                                                StandardCharsets.UTF_8)));
                        exchange.sendResponseHeaders(204, -1);
                        exchange.close();
                    });
            made.start();
            return made;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() {
        hook.stop(0);
        client.close();
        server.close();
    }

    private JsonObject call(SignedIn owner, String method, String path, JsonObject body, int status)
            throws IOException, InterruptedException {
        List<String> headers = new ArrayList<>(List.of("content-type", "application/json"));
        for (String header : owner.credentials()) {
            int colon = header.indexOf(':');
            headers.add(header.substring(0, colon));
            headers.add(header.substring(colon + 1).strip());
        }
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(URI.create(server.http(path)))
                                .timeout(PATIENCE)
                                .headers(headers.toArray(String[]::new))
                                .method(
                                        method,
                                        method.equals("GET")
                                                ? HttpRequest.BodyPublishers.noBody()
                                                : HttpRequest.BodyPublishers.ofString(
                                                        body.encode()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(status);
        return answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
    }

    private JsonObject next(String type, String secret) throws Exception {
        Told next = Optional.ofNullable(told.poll(60, TimeUnit.SECONDS)).orElseThrow();
        Mac mac = Mac.getInstance("HmacSHA256");
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        String signed = next.id() + "." + next.timestamp() + "." + next.body();
        assertThat(next.signature())
                .isEqualTo(
                        "v1,"
                                + Base64.getEncoder()
                                        .encodeToString(
                                                mac.doFinal(
                                                        signed.getBytes(StandardCharsets.UTF_8))));
        JsonObject message = new JsonObject(next.body());
        assertThat(message.getString("type")).isEqualTo(type);
        return message.getJsonObject("data");
    }

    private void awaitState(SignedIn owner, String state) {
        Await.until(
                "the target is " + state,
                PATIENCE,
                () ->
                        call(owner, "GET", "/api/streams/show/targets", new JsonObject(), 200)
                                .getJsonArray("targets")
                                .getJsonObject(0)
                                .getString("state")
                                .equals(state));
    }

    @Test
    void goesOnAndTells() throws Exception {
        SignedIn owner = SignedIn.administrator(server, new People(server, folder));
        JsonObject none = new JsonObject();
        call(owner, "PUT", "/api/streams/show", none, 200);
        JsonObject key =
                call(owner, "POST", "/api/streams/show/keys", JsonObject.of("label", "obs"), 201);
        JsonObject webhook =
                call(
                        owner,
                        "POST",
                        "/api/os/webhooks",
                        JsonObject.of(
                                "url", "http://127.0.0.1:" + hook.getAddress().getPort() + "/hook"),
                        201);
        String secret = webhook.getString("secret");
        try (NginxRtmp nginx = NginxRtmp.start(NginxRtmp.folder(), "")) {
            String targets = "/api/streams/show/targets";
            JsonObject target =
                    call(
                            owner,
                            "POST",
                            targets,
                            JsonObject.of("label", "nginx", "url", nginx.rtmp("a-copy")),
                            201);
            try (TestingProcess _ =
                    Ffmpeg.bundled()
                            .publish(Clip.PLAIN.file(), server.rtmp(key.getString("key")))) {
                assertThat(next("stream.started", secret).getString("stream")).isEqualTo("show");
                awaitState(owner, "LIVE");
                assertThat(Ffmpeg.bundled().decode(nginx.rtmp("a-copy"), 2))
                        .isEqualTo(new Ffmpeg.Outcome(0, ""));
                try (TestingProcess second =
                        Ffmpeg.bundled()
                                .publish(Clip.PLAIN.file(), server.rtmp(key.getString("key")))) {
                    assertThat(second.exitCode(PATIENCE)).isNotZero();
                }
                assertThat(next("stream.publish_refused", secret).getString("reason"))
                        .contains("already being published");
                call(
                        owner,
                        "PATCH",
                        targets + "/" + target.getString("id"),
                        JsonObject.of("enabled", false),
                        200);
                awaitState(owner, "OFF");
            }
        }
        assertThat(server.process().text()).doesNotContain("a-copy").doesNotContain(secret);
        assertThat(server.errors()).isEmpty();
        assertThat(server.leaks()).isEmpty();
    }
}
