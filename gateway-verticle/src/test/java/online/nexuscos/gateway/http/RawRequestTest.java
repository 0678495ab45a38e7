package online.nexuscos.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import online.nexuscos.gateway.http.TestingHttp.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that two servers in a row could read differently ("smuggling"), and ways out of the
 * folder: as bytes on a socket, on a path that takes any method and body.
 */
class RawRequestTest {
    private static final Vertx VERTX = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private static final String SMUGGLED = "GET /live/smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final List<String> SEEN = new CopyOnWriteArrayList<>();
    private static TestingHttp http = new TestingHttp(0);

    @BeforeAll
    static void listen() throws Exception {
        int port =
                new HttpEdge(
                                RawRequestTest::origin,
                                TestingEdge.endpoints(
                                        VERTX, TestingEdge.OPEN, new TestingDirectory(), Map.of()))
                        .listen(VERTX, "127.0.0.1", 0, 1)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get()
                        .port();
        http = new TestingHttp(port);
    }

    private static boolean origin(HttpServerRequest request) {
        SEEN.add(request.uri());
        request.body().onSuccess(body -> request.response().end("body of " + body.length()));
        return true;
    }

    @AfterAll
    static void close() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get();
    }

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 4",
                "Content-Length: 0\r\nContent-Length: 44",
                "Content-Length: 0, 44",
                "Content-Length: +4",
                "Content-Length: -1",
                "Content-Length: 0x4",
                "Content-Length : 4",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: \u000bchunked",
                "Transfer-Encoding:\u0000chunked",
                "Content-Length: 99999999999999999999",
                "X: a\rContent-Length: 4",
                "X\u0000Y: a"
            })
    void refusesAmbiguousLengths(String headers) throws IOException {
        Answer answer =
                http.exchange(
                        "POST /live/outer HTTP/1.1\r\nHost: x\r\n"
                                + headers
                                + "\r\n\r\n0\r\n\r\n"
                                + SMUGGLED);
        assertThat(answer.status()).isIn(0, 400, 501);
        assertThat(SEEN).doesNotContain("/live/smuggled");
    }

    @Test
    void readsAsManyBytesAsALengthSays() throws IOException {
        Answer answer =
                http.exchange(
                        "POST /live/outer HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                + "Content-Length: "
                                + SMUGGLED.length()
                                + "\r\n\r\n"
                                + SMUGGLED);
        assertThat(answer.text()).isEqualTo("body of " + SMUGGLED.length());
        assertThat(SEEN).containsExactly("/live/outer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffffffffffffffffffff\r\nx\r\n0\r\n\r\n",
                "-1\r\nx\r\n0\r\n\r\n",
                "zz\r\nx\r\n0\r\n\r\n"
            })
    void refusesChunksOfAlienSizes(String body) throws IOException {
        Answer answer =
                http.exchange(
                        "POST /live/outer HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + body
                                + SMUGGLED);
        assertThat(answer.status()).isIn(0, 400);
        assertThat(SEEN).doesNotContain("/live/smuggled");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../conf/nexus.yaml",
                "/..%2fconf/nexus.yaml",
                "/%2e%2e/%2e%2e/conf/nexus.yaml",
                "/assets/..%5c..%5cconf",
                "/..\\..\\conf",
                "/trust/..%2f..%2fdata",
                "/./././../pom.xml",
                "/assets/%00",
                "/%c0%ae%c0%ae/pom.xml",
                "/api/../../pom.xml",
                "//etc/passwd",
                "/assets//etc/passwd"
            })
    void hasNoWayOutOfTheFolder(String path) throws IOException {
        assertThat(http.get(path).status()).isIn(400, 404);
    }

    @Test
    void boundsTheHead() throws IOException {
        assertThat(http.get("/live/" + "x".repeat(5000)).status()).isEqualTo(414);
        assertThat(http.get("/live/x", "X-Long: " + "x".repeat(20_000)).status()).isEqualTo(431);
        String[] many = new String[2000];
        java.util.Arrays.fill(many, "A: bcdefghi");
        assertThat(http.get("/live/x", many).status()).isEqualTo(431);
        assertThat(SEEN).isEmpty();
    }
}
