package online.nexuscos.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Max;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import online.nexuscos.gateway.http.Callers;
import online.nexuscos.gateway.http.RateLimits;
import online.nexuscos.gateway.http.TestingHttp;
import online.nexuscos.gateway.limit.LocalBuckets;
import online.nexuscos.platform.bus.BusOptions;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.config.LimitsConfig;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.realtime.Topic;
import online.nexuscos.platform.service.Authenticator;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.service.Permission;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.service.ServiceInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Downloads, uploads and events over real HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class StreamBridgeTest {
    private static final String ROOT = "/api/puabo/nuki/products";
    private static final int MEBIBYTE = 1 << 20;
    private static final long HUGE = 256L * MEBIBYTE;

    private final Vertx vertx = Vertx.vertx();
    private final Shop shop = new Shop();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private int port;

    record Size(@Max(HUGE) long size) {}

    record Count(long bytes) {}

    record Stock(int items) {}

    static final class Shop implements Service {
        final Topic<Stock, Stock> topic =
                Topic.of("shop", Stock.class, Stock.class, () -> new Stock(7));
        final AtomicLong written = new AtomicLong();
        final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public ServiceInfo info() {
            return ServiceInfo.named("product-catalog");
        }

        @Override
        public void routes(Routes routes) {
            Permission read = Permission.of("shop:read");
            routes.download("/{size}", Permission.PUBLIC, Size.class, "text/plain", this::send)
                    .summary("Sends so many bytes");
            routes.download("/secret", read, Nothing.class, "text/plain", (call, to) -> {})
                    .summary("Sends a secret");
            routes.upload(
                            "/count",
                            Permission.PUBLIC,
                            Nothing.class,
                            "text/csv",
                            Count.class,
                            this::count)
                    .upTo(8 * MEBIBYTE)
                    .summary("Counts bytes");
            routes.post("/small", Permission.PUBLIC, Stock.class, Stock.class, Call::input)
                    .upTo(100)
                    .summary("Takes little");
            routes.topic(Permission.PUBLIC, topic);
            routes.follow("/events", Permission.PUBLIC, topic).summary("Tells of the stock");
        }

        private void send(Call<Size> call, OutputStream to) throws Exception {
            long size = call.input().size();
            if (size == 404) {
                throw ProblemException.of(404, "There is no such thing.");
            }
            call.reply().header("content-disposition", "attachment; filename=\"x.txt\"");
            byte[] piece = new byte[1000];
            try {
                for (long sent = 0; sent < size; sent += piece.length) {
                    to.write(piece, 0, (int) Math.min(piece.length, size - sent));
                    written.set(sent);
                }
                if (size == MEBIBYTE) {
                    throw new IllegalStateException("after all was written");
                }
            } finally {
                if (size == HUGE) {
                    ended.countDown();
                }
            }
        }

        private Count count(Call<Nothing> call, InputStream from) throws IOException {
            return new Count(from.transferTo(OutputStream.nullOutputStream()));
        }
    }

    static Principal authenticate(Authenticator.Credentials credentials) {
        return switch (credentials.authorization().orElse("")) {
            case "Bearer reader" -> new Principal("a1", "o1", "", Set.of("shop:read"));
            default -> throw ProblemException.of(401, "There is no such token.");
        };
    }

    @BeforeAll
    void listen() throws Exception {
        ServiceBus bus =
                new ServiceBus(
                        vertx,
                        BusOptions.of("test", new byte[32], InstantSource.system()),
                        new PrometheusRegistry(),
                        Optional.empty());
        bus.add(shop).toCompletionStage().toCompletableFuture().get();
        Callers callers = new Callers(Set.of());
        RateLimits limits =
                new RateLimits(
                        new LimitsConfig(0, 0, Map.of()),
                        new LocalBuckets(InstantSource.system()),
                        callers);
        Bridge bridge = new Bridge(vertx, bus, StreamBridgeTest::authenticate, callers, limits);
        HttpServer server =
                vertx.createHttpServer(new HttpServerOptions().setStrictThreadMode(true))
                        .requestHandler(bridge::test)
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get();
        port = server.actualPort();
    }

    @AfterAll
    void close() throws Exception {
        client.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + ROOT + path))
                .timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    @Test
    void downloadsWhatNoMessageCouldHold() throws Exception {
        HttpResponse<byte[]> answer = get("/" + 20_000_001);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasSize(20_000_001);
        assertThat(answer.headers().firstValue("content-type")).contains("text/plain");
        assertThat(answer.headers().firstValue("content-disposition"))
                .contains("attachment; filename=\"x.txt\"");
        assertThat(get("/0").body()).isEmpty();
        HttpResponse<Void> head =
                client.send(
                        request("/5000000").method("HEAD", BodyPublishers.noBody()).build(),
                        BodyHandlers.discarding());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("content-disposition")).isPresent();
    }

    @Test
    void saysWhatIsTheMatterBeforeTheFirstByte() throws Exception {
        assertThat(get("/404").statusCode()).isEqualTo(404);
        assertThat(get("/x").statusCode()).isEqualTo(422);
        assertThat(get("/1?y=1").statusCode()).isEqualTo(400);
        assertThat(get("/secret").statusCode()).isEqualTo(401);
        assertThat(get("/secret", "Authorization", "Bearer other").statusCode()).isEqualTo(401);
        assertThat(get("/secret", "Authorization", "Bearer reader").statusCode()).isEqualTo(200);
        assertThat(get("/404").headers().firstValue("content-type"))
                .contains("application/problem+json");
    }

    @Test
    void whatBreaksOffIsNoWhole() {
        assertThatThrownBy(() -> get("/" + MEBIBYTE)).isInstanceOf(IOException.class);
    }

    @Test
    void waitsForAReceiverAndLetsGoOfOneWhoLeft() throws Exception {
        HttpResponse<InputStream> answer =
                client.send(request("/" + HUGE).build(), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            assertThat(body.readNBytes(MEBIBYTE)).hasSize(MEBIBYTE);
            long before = -1;
            // What is between both ends is the kernel's buffers, the client's, and a few pieces.
            for (int i = 0; i < 1000 && before != shop.written.get(); i++) {
                before = shop.written.get();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
            assertThat(before).isEqualTo(shop.written.get()).isLessThan(HUGE / 4);
        }
        assertThat(shop.ended.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private HttpResponse<String> post(String path, String type, HttpRequest.BodyPublisher body)
            throws Exception {
        return client.send(
                request(path).header("Content-Type", type).POST(body).build(),
                BodyHandlers.ofString());
    }

    @Test
    void uploadsUpToTheRoutesSize() throws Exception {
        byte[] body = new byte[8 * MEBIBYTE];
        HttpResponse<String> answer =
                post("/count", "text/csv; charset=utf-8", BodyPublishers.ofByteArray(body));
        assertThat(answer.body()).isEqualTo("{\"bytes\":" + body.length + "}");
        HttpRequest.BodyPublisher chunks =
                BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body));
        assertThat(post("/count", "text/csv", chunks).body()).contains("" + body.length);
        assertThat(post("/count", "text/csv", BodyPublishers.noBody()).body()).contains(":0}");
        assertThat(post("/count", "text/plain", BodyPublishers.ofString("a")).statusCode())
                .isEqualTo(415);
        TestingHttp raw = new TestingHttp(port);
        String head =
                "POST "
                        + ROOT
                        + "/count HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n"
                        + "Connection: close\r\n";
        assertThat(firstLine(head + "Content-Length: 99999999999\r\n\r\nabc"))
                .startsWith("HTTP/1.1 413");
        assertThat(
                        raw.exchange(
                                        head
                                                + "Expect: 100-continue\r\n"
                                                + "Content-Length: 3\r\n\r\nabc")
                                .octets())
                .contains("HTTP/1.1 200")
                .endsWith("{\"bytes\":3}");
    }

    /** Of an answer that comes while the body is still awaited. */
    private String firstLine(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    @Test
    void aBodyInChunksIsHeldToTheSizeToo() throws Exception {
        TestingHttp raw = new TestingHttp(port);
        String body = "x".repeat(8 * MEBIBYTE + 1);
        assertThat(
                        raw.exchange(
                                        "POST "
                                                + ROOT
                                                + "/count HTTP/1.1\r\nHost: x\r\n"
                                                + "Content-Type: text/csv\r\nConnection: close\r\n"
                                                + "Transfer-Encoding: chunked\r\n\r\n"
                                                + Integer.toHexString(body.length())
                                                + "\r\n"
                                                + body
                                                + "\r\n0\r\n\r\n")
                                .status())
                .isEqualTo(413);
        String json = "{\"items\":1" + " ".repeat(100) + "}";
        assertThat(post("/small", "application/json", BodyPublishers.ofString(json)).statusCode())
                .isEqualTo(413);
        assertThat(
                        post("/small", "application/json", BodyPublishers.ofString("{\"items\":1}"))
                                .statusCode())
                .isEqualTo(200);
    }

    /** Reads events until there are so many. */
    private static List<String> events(BufferedReader lines, int count) throws IOException {
        List<String> events = new ArrayList<>();
        StringBuilder event = new StringBuilder();
        while (events.size() < count) {
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("ended after " + events);
            }
            if (!line.isEmpty()) {
                event.append(line).append('\n');
            } else if (event.indexOf("event:") == 0) {
                events.add(event.toString());
                event.setLength(0);
            } else {
                event.setLength(0);
            }
        }
        return events;
    }

    private BufferedReader follow(String... headers) throws Exception {
        HttpRequest.Builder request = request("/events");
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<InputStream> answer =
                client.send(request.build(), BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    private static String id(String event) {
        return event.lines()
                .filter(line -> line.startsWith("id: "))
                .findFirst()
                .orElseThrow()
                .substring(4);
    }

    @Test
    void tellsATopicAndGoesOnWhereTheLineWasLost() throws Exception {
        String seen;
        try (BufferedReader lines = follow()) {
            String snapshot = events(lines, 1).getFirst();
            assertThat(snapshot).startsWith("event: snapshot\n").endsWith("data: {\"items\":7}\n");
            shop.topic.publish(new Stock(8));
            String change = events(lines, 1).getFirst();
            assertThat(change).startsWith("event: change\n").endsWith("data: {\"items\":8}\n");
            seen = id(change);
        }
        shop.topic.publish(new Stock(9));
        try (BufferedReader lines = follow("Last-Event-ID", seen)) {
            assertThat(events(lines, 1).getFirst())
                    .startsWith("event: change\n")
                    .endsWith("data: {\"items\":9}\n");
        }
        for (String alien : List.of("x", "x:1", ":", "a:99999999999999999999", "a:-1")) {
            try (BufferedReader lines = follow("Last-Event-ID", alien)) {
                assertThat(events(lines, 1).getFirst()).startsWith("event: snapshot\n");
            }
        }
        assertThat(get("/events", "Accept", "application/json").statusCode()).isEqualTo(406);
        assertThat(get("/events?a=1", "Accept", "text/event-stream").statusCode()).isEqualTo(400);
    }

    @Test
    void describesItself() throws Exception {
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "http://127.0.0.1:" + port + "/api/openapi.json"))
                                .build(),
                        BodyHandlers.ofString());
        JsonObject paths = new JsonObject(answer.body()).getJsonObject("paths");
        JsonObject count = paths.getJsonObject(ROOT + "/count").getJsonObject("post");
        assertThat(count.getLong("x-max-bytes")).isEqualTo(8L * MEBIBYTE);
        assertThat(count.getJsonObject("requestBody").getJsonObject("content").fieldNames())
                .containsExactly("text/csv");
        JsonObject events = paths.getJsonObject(ROOT + "/events").getJsonObject("get");
        assertThat(
                        events.getJsonObject("responses")
                                .getJsonObject("200")
                                .getJsonObject("content")
                                .fieldNames())
                .containsExactly("text/event-stream");
    }
}
