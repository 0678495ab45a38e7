package online.nexuscos.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.metrics.MetricsOptions;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import online.nexuscos.gateway.http.Callers;
import online.nexuscos.gateway.http.TestingHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpWitnessTest {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final CountDownLatch left = new CountDownLatch(1);

    private int listen(Vertx vertx) throws Exception {
        return vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get()
                .actualPort();
    }

    private void answer(HttpServerRequest request) {
        if (request.uri().equals("/never")) {
            request.response().setChunked(true).write("x");
        } else {
            request.response().putHeader("X-Request-Id", "id-7").setStatusCode(404).end("gone");
        }
    }

    private static Vertx vertx(HttpWitness witness) {
        return Vertx.builder()
                .with(new VertxOptions().setMetricsOptions(new MetricsOptions().setEnabled(true)))
                .withMetrics(witness)
                .build();
    }

    private String line() throws InterruptedException {
        String line = lines.poll(20, TimeUnit.SECONDS);
        assertThat(line).isNotNull();
        return line;
    }

    private HttpWitness witness(AccessLog log, boolean json) {
        return HttpWitness.logging(log, json, new Callers(Set.of())::address);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void writesALineWithoutSecrets(boolean json) throws Exception {
        try (AccessLog log = new AccessLog(lines::add)) {
            HttpWitness witness = witness(log, json);
            Vertx vertx = vertx(witness);
            new TestingHttp(listen(vertx))
                    .get(
                            "/watch/a?token=secret",
                            "Referer: https://example.org/x?secret",
                            "User-Agent: it \"says\" so",
                            "Cookie: secret",
                            "Authorization: Bearer secret");
            String line = line();
            vertx.close().toCompletionStage().toCompletableFuture().get();
            assertThat(line).doesNotContain("secret");
            if (json) {
                JsonObject entry = new JsonObject(line);
                assertThat(entry.getString("path")).isEqualTo("/watch/a");
                assertThat(entry.getInteger("status")).isEqualTo(404);
                assertThat(entry.getInteger("bytes")).isEqualTo(4);
                assertThat(entry.getString("requestId")).isEqualTo("id-7");
                assertThat(entry.getString("address")).isEqualTo("127.0.0.1");
            } else {
                assertThat(line)
                        .matches(
                                "127\\.0\\.0\\.1 - - \\[\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d"
                                        + " \\+0000\\] \"GET /watch/a HTTP/1\\.1\" 404 4"
                                        + " \"https://example\\.org/x\""
                                        + " \"it \\\\u0022says\\\\u0022 so\" id-7 \\d+");
            }
            assertThat(witness.answers(4)).isEqualTo(1);
        }
    }

    /** A signed path lets in whoever has it: who reads the log is not to watch by it. */
    @Test
    void leavesThePassOutOfASignedPath() throws Exception {
        try (AccessLog log = new AccessLog(lines::add)) {
            Vertx vertx = vertx(witness(log, true));
            TestingHttp http = new TestingHttp(listen(vertx));
            for (String path : List.of("/live/~1a.secret/show/index.m3u8", "/live/~secret")) {
                http.get(path);
                assertThat(line())
                        .doesNotContain("secret")
                        .contains(path.replaceAll("[^~/]*secret", ""));
            }
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    @Test
    void tellsOfCallersWhoLeft() throws Exception {
        try (AccessLog log = new AccessLog(lines::add)) {
            Vertx vertx = vertx(witness(log, true));
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listen(vertx))) {
                socket.getOutputStream()
                        .write(
                                "GET /never HTTP/1.1\r\nHost: x\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().read()).isNotNegative();
            }
            assertThat(new JsonObject(line()).getInteger("status")).isEqualTo(499);
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    @Test
    void dropsAndCountsWhatItsReaderIsTooSlowFor() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        AccessLog log =
                new AccessLog(line -> {
                    left.countDown();
                    awaitQuietly(slow);
                    lines.addAll(List.of(line.split("\n", -1)));
                });
        log.add("first");
        assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < AccessLog.MAX_QUEUED + 5; i++) {
            log.add("line");
        }
        assertThat(log.dropped()).isEqualTo(5);
        slow.countDown();
        for (int i = 0; i < AccessLog.MAX_QUEUED + 1; i++) {
            line();
        }
        log.close();
        assertThat(lines).isEmpty();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
