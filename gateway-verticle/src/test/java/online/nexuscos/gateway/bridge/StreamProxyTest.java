package online.nexuscos.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import online.nexuscos.gateway.http.Callers;
import online.nexuscos.gateway.http.RateLimits;
import online.nexuscos.gateway.http.TestingHttp;
import online.nexuscos.gateway.limit.LocalBuckets;
import online.nexuscos.platform.bus.BusOptions;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.config.LimitsConfig;
import online.nexuscos.platform.metrics.MetricsText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Bytes between a gateway and a service of another node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class StreamProxyTest {
    private static final String HOST = "127.0.0.1";
    private static final String ROOT = "/api/puabo/nuki/products";
    private static final int MEBIBYTE = 1 << 20;

    private final Vertx near = Vertx.vertx();
    private final Vertx far = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private int port;
    private int farPort;

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static ServiceBus bus(Vertx vertx, String node) {
        return new ServiceBus(
                vertx,
                BusOptions.of(node, new byte[32], InstantSource.system()),
                new PrometheusRegistry(),
                Optional.empty());
    }

    @BeforeAll
    void open() throws Exception {
        ServiceBus farBus = bus(far, "far");
        MetricsText metrics = new MetricsText(new PrometheusRegistry(), () -> {});
        await(farBus.add(new StreamBridgeTest.Shop()));
        farPort = await(new PeerDoor(far, farBus, metrics).open(HOST, 0));

        ServiceBus nearBus = bus(near, "near");
        nearBus.declare(new StreamBridgeTest.Shop());
        nearBus.meet("near", HOST, 1);
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        // It seems to have the least to do, and cannot be reached.
        tell("broken", closed, 0);
        tell("far", farPort, 5);
        Callers callers = new Callers(Set.of());
        RateLimits limits =
                new RateLimits(
                        new LimitsConfig(0, 0, Map.of()),
                        new LocalBuckets(InstantSource.system()),
                        callers);
        Bridge bridge = new Bridge(near, nearBus, StreamBridgeTest::authenticate, callers, limits);
        HttpServer server =
                await(
                        near.createHttpServer(new HttpServerOptions().setStrictThreadMode(true))
                                .requestHandler(bridge::test)
                                .listen(0, HOST));
        port = server.actualPort();
        for (int i = 0; i < 1000 && nearBus.running("product-catalog").size() < 2; i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        assertThat(nearBus.running("product-catalog")).hasSize(2);
    }

    /** As another node tells of itself. */
    private void tell(String node, int itsPort, int inFlight) {
        JsonObject service =
                new JsonObject()
                        .put("service", "product-catalog")
                        .put("state", "UP")
                        .put("restarts", 0)
                        .put("inFlight", inFlight)
                        .put("failure", "");
        JsonObject beat =
                new JsonObject()
                        .put("node", node)
                        .put("run", "1")
                        .put("member", node)
                        .put("host", HOST)
                        .put("port", itsPort)
                        .put("leaving", false)
                        .put("services", new JsonArray().add(service));
        near.setPeriodic(
                0, 500, timer -> near.eventBus().publish("nodes", beat.toBuffer().getBytes()));
    }

    @AfterAll
    void close() throws Exception {
        client.shutdownNow();
        await(near.close());
        await(far.close());
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
    void downloadsFromAnotherNode() throws Exception {
        HttpResponse<byte[]> answer = get("/" + 20_000_001);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasSize(20_000_001);
        assertThat(answer.headers().firstValue("content-disposition"))
                .contains("attachment; filename=\"x.txt\"");
        HttpResponse<Void> head =
                client.send(
                        request("/5000000").method("HEAD", BodyPublishers.noBody()).build(),
                        BodyHandlers.discarding());
        assertThat(head.headers().firstValue("content-type")).contains("text/plain");
    }

    @Test
    void saysWhatTheOtherNodeSays() throws Exception {
        assertThat(get("/404").statusCode()).isEqualTo(404);
        assertThat(get("/404").headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(get("/x").statusCode()).isEqualTo(422);
        assertThat(get("/secret").statusCode()).isEqualTo(401);
        assertThat(get("/secret", "Authorization", "Bearer reader").statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> get("/" + MEBIBYTE)).isInstanceOf(IOException.class);
    }

    @Test
    void uploadsToAnotherNode() throws Exception {
        byte[] body = new byte[8 * MEBIBYTE];
        HttpResponse<String> answer =
                client.send(
                        request("/count")
                                .header("Content-Type", "text/csv")
                                .POST(BodyPublishers.ofByteArray(body))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo("{\"bytes\":" + body.length + "}");
        String tooLong = "x".repeat(8 * MEBIBYTE + 1);
        assertThat(
                        new TestingHttp(port)
                                .exchange(
                                        "POST "
                                                + ROOT
                                                + "/count HTTP/1.1\r\nHost: x\r\n"
                                                + "Content-Type: text/csv\r\nConnection: close\r\n"
                                                + "Transfer-Encoding: chunked\r\n\r\n"
                                                + Integer.toHexString(tooLong.length())
                                                + "\r\n"
                                                + tooLong
                                                + "\r\n0\r\n\r\n")
                                .status())
                .isEqualTo(413);
    }

    @Test
    void theDoorBelievesOnlyTokensOfTheCluster() throws Exception {
        TestingHttp door = new TestingHttp(farPort);
        String path = PeerDoor.PATH + "product-catalog";
        assertThat(door.get("/health").text()).isEqualTo("{\"status\":\"up\"}");
        assertThat(door.get("/metrics").status()).isEqualTo(200);
        assertThat(door.get(path).status()).isEqualTo(400);
        assertThat(door.get(path, "nexus-call: %%%").status()).isEqualTo(400);
        assertThat(door.get("/", "nexus-call: e30").status()).isEqualTo(404);
        String call =
                new JsonObject()
                        .put("route", "GET " + ROOT + "/secret")
                        .put("path", new JsonObject())
                        .put("query", new JsonObject())
                        .put("token", "e30.forged")
                        .put("requestId", "r")
                        .put("trace", "")
                        .put("idempotencyKey", "")
                        .put(
                                "origin",
                                new JsonObject()
                                        .put("address", "")
                                        .put("agent", "")
                                        .put("local", true)
                                        .put("secure", true))
                        .encode();
        String header =
                Base64.getUrlEncoder()
                        .encodeToString(call.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(door.get(path, "nexus-call: " + header).status()).isEqualTo(401);
    }
}
