package online.nexuscos.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real sockets that send slowly; the server's patience is short. */
class ArrivalDeadlineTest {
    private static final long LIMIT_MS = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Vertx VERTX = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private static HttpEdge edge;
    private static int port;

    @BeforeAll
    static void listen() throws Exception {
        HttpEndpoints endpoints =
                TestingEdge.endpoints(VERTX, TestingEdge.OPEN, new TestingDirectory(), Map.of());
        edge = new HttpEdge(ArrivalDeadlineTest::origin, endpoints, LIMIT_MS);
        port =
                edge.listen(VERTX, "127.0.0.1", 0, 1)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get()
                        .port();
    }

    @AfterAll
    static void close() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get();
    }

    /** Answers with the length of the body; does not read the body of "pause" for a while. */
    private static boolean origin(HttpServerRequest request) {
        if (request.uri().endsWith("/pause")) {
            request.pause();
            VERTX.setTimer(3 * LIMIT_MS, timer -> request.resume());
        }
        request.body().onSuccess(body -> request.response().end(Integer.toString(body.length())));
        return true;
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends a byte every few milliseconds until the server has enough; how long that took. */
    private static Duration trickle(Socket socket, String text) {
        long start = System.nanoTime();
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        try {
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            for (int i = 0; System.nanoTime() - start < PATIENCE.toNanos(); i++) {
                out.write(bytes[i % bytes.length]);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                if (in.available() > 0) {
                    throw new AssertionError("answered with " + (char) in.read());
                }
            }
        } catch (IOException e) {
            return Duration.ofNanos(System.nanoTime() - start);
        }
        throw new AssertionError("may go on for ever");
    }

    private static String answer(Socket socket) throws IOException {
        byte[] bytes = new byte[4096];
        int length = socket.getInputStream().read(bytes);
        return length < 0 ? "" : new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    @Test
    void closesAConnectionWhoseHeadTricklesIn() throws IOException {
        long before = edge.slowRequests();
        try (Socket socket = connect()) {
            send(socket, "GET / HTTP/1.1\r\nHost: x\r\nX-Long: ");
            assertThat(trickle(socket, "abc"))
                    .isBetween(Duration.ofMillis(LIMIT_MS / 2), Duration.ofMillis(10 * LIMIT_MS));
        }
        assertThat(edge.slowRequests()).isGreaterThan(before);
    }

    @Test
    void closesAConnectionWhoseSecondHeadTricklesIn() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(answer(socket)).startsWith("HTTP/1.1 200");
            send(socket, "GET / HTTP/1.1\r\nX-Long: ");
            assertThat(trickle(socket, "abc")).isLessThan(Duration.ofMillis(10 * LIMIT_MS));
        }
    }

    @Test
    void closesAConnectionWhoseBodyTricklesIn() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "POST /live/body HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
            assertThat(trickle(socket, "abc")).isLessThan(Duration.ofMillis(10 * LIMIT_MS));
        }
    }

    @Test
    void letsAConnectionBeIdleBetweenRequests() throws Exception {
        try (Socket socket = connect();
                Socket untouched = connect()) {
            for (int i = 0; i < 2; i++) {
                send(socket, "GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(answer(socket)).startsWith("HTTP/1.1 200");
                afterTheLimit();
            }
            send(untouched, "GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(answer(untouched)).startsWith("HTTP/1.1 200");
        }
    }

    private static void afterTheLimit() throws Exception {
        VERTX.timer(2 * LIMIT_MS, TimeUnit.MILLISECONDS)
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @Test
    void givesALongBodyMoreTime() throws Exception {
        int chunk = ArrivalDeadline.MIN_BODY_BYTES_PER_SECOND;
        try (Socket socket = connect()) {
            send(
                    socket,
                    "POST /live/body HTTP/1.1\r\nHost: x\r\nContent-Length: "
                            + 4 * chunk
                            + "\r\n\r\n");
            for (int i = 0; i < 4; i++) {
                send(socket, "x".repeat(chunk));
                afterTheLimit();
            }
            assertThat(answer(socket)).endsWith("\r\n\r\n" + 4 * chunk);
        }
    }

    @Test
    void doesNotCountTheTimeInWhichItDoesNotRead() throws Exception {
        int length = 3_000_000;
        try (Socket socket = connect()) {
            send(
                    socket,
                    "POST /live/pause HTTP/1.1\r\nHost: x\r\nContent-Length: "
                            + length
                            + "\r\n\r\n");
            send(socket, "x".repeat(length));
            assertThat(answer(socket)).endsWith("\r\n\r\n" + length);
        }
    }
}
