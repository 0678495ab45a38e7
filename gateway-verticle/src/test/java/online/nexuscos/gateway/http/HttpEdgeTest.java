package online.nexuscos.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import online.nexuscos.gateway.http.TestingHttp.Answer;
import online.nexuscos.gateway.streams.TestingDirectory;
import online.nexuscos.platform.config.ChannelConfig;
import online.nexuscos.platform.config.SourceConfig;
import online.nexuscos.streamcore.hub.StreamStatus;
import online.nexuscos.streamcore.hub.StreamStatus.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpEdgeTest {
    private static final StreamStatus LIVE =
            new StreamStatus(
                    "demo",
                    State.LIVE,
                    Instant.parse("2026-01-02T03:04:05.006007Z"),
                    "rtmp",
                    "192.0.2.7:5000",
                    "FMLE/3.0",
                    new StreamStatus.VideoStatus("avc1.64001f", 1280, 720, 29.97003, 900_000, 2000),
                    new StreamStatus.AudioStatus("mp4a.40.2", 48_000, 2, 128_000),
                    1_028_000,
                    4,
                    List.of("more keyframes"));
    private static final StreamStatus WAITING = without("pause", State.WAITING);
    private static final StreamStatus ENDED = without("over", State.ENDED);

    private static final Vertx VERTX = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private static TestingHttp http = new TestingHttp(0);

    private static StreamStatus without(String name, State state) {
        return new StreamStatus(
                name, state, Instant.EPOCH, null, null, null, null, null, 0, 0, List.of());
    }

    @BeforeAll
    static void listen() throws Exception {
        HttpEndpoints endpoints =
                TestingEdge.endpoints(
                        VERTX,
                        TestingEdge.OPEN,
                        new TestingDirectory(LIVE, WAITING, ENDED),
                        Map.of(
                                "demo",
                                new ChannelConfig(
                                        "The <demo>",
                                        "It moves",
                                        Optional.empty(),
                                        SourceConfig.NONE,
                                        Map.of()),
                                "over",
                                new ChannelConfig(
                                        "", "", Optional.empty(), SourceConfig.NONE, Map.of())));
        int port =
                new HttpEdge(HttpEdgeTest::origin, endpoints)
                        .listen(VERTX, "127.0.0.1", 0, 2)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get()
                        .port();
        http = new TestingHttp(port);
    }

    private static boolean origin(HttpServerRequest request) {
        boolean media = request.uri().endsWith(".m3u8");
        if (media) {
            request.response().end("media by " + request.method());
        }
        return media;
    }

    @AfterAll
    static void close() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void handsMediaToTheOriginWhateverTheMethod() throws IOException {
        assertThat(http.get("/live/demo/index.m3u8").text()).isEqualTo("media by GET");
        assertThat(http.send("OPTIONS", "/live/demo/index.m3u8").text())
                .isEqualTo("media by OPTIONS");
        assertThat(http.get("/live/demo/other").status()).isEqualTo(404);
        assertThat(http.get("/live/demo/other").headers())
                .containsEntry("content-type", "application/problem+json");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {"/,'self'", "/watch/demo,'self'", "/watch/demo/,'self'", "/embed/demo,*"})
    void servesPagesUnderAStrictPolicy(String path, String ancestors) throws IOException {
        Answer page = http.get(path);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers())
                .containsEntry("content-type", "text/html; charset=utf-8")
                .containsEntry("cache-control", "no-cache")
                .containsEntry("x-content-type-options", "nosniff")
                .containsKeys("etag", "date", "referrer-policy");
        assertThat(page.headers().get("content-security-policy"))
                .contains("default-src 'self'", "script-src 'self';", "object-src 'none'")
                .contains("worker-src 'self' blob:", "base-uri 'none'", "form-action 'none'")
                .endsWith("frame-ancestors " + ancestors);
    }

    @Test
    void servesWhatPagesNameForever() throws IOException {
        Matcher script = Pattern.compile("src=\"(/assets/[^\"]+)\"").matcher(http.get("/").text());
        assertThat(script.find()).isTrue();
        Answer file = http.get(script.group(1));
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.headers())
                .containsEntry("content-type", "text/javascript; charset=utf-8")
                .containsEntry("cache-control", "public, max-age=31536000, immutable")
                .containsEntry("vary", "accept-encoding")
                .doesNotContainKey("content-encoding");
        Answer small = http.get(script.group(1), "Accept-Encoding: br, gzip;q=0.5");
        assertThat(small.headers()).containsEntry("content-encoding", "gzip");
        assertThat(small.headers().get("etag")).isNotEqualTo(file.headers().get("etag"));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(small.body()))) {
            assertThat(in.readAllBytes()).isEqualTo(file.body());
        }
        assertThat(http.get(script.group(1), "Accept-Encoding: gzip;q=0").headers())
                .doesNotContainKey("content-encoding");
    }

    @Test
    void doesNotSendAgainWhatIsKnown() throws IOException {
        String tag = http.get("/").headers().get("etag");
        Answer known = http.get("/", "If-None-Match: \"x\", " + tag);
        assertThat(known.status()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
        assertThat(known.headers()).containsEntry("etag", tag).containsKey("date");
        assertThat(http.get("/", "If-None-Match: \"x\"").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/index.html",
                "/watch.html",
                "/watch/",
                "/watch/a%20b",
                "/watch/a%2Fb",
                "/watch/a/b",
                "/assets/",
                "/assets/nothing.js",
                "/.git",
                "/../web/index.html",
                "/assets/../../META-INF/MANIFEST.MF",
                "/assets/..%2f..%2fMETA-INF/MANIFEST.MF",
                "/%2e%2e/fonts/Inter.woff",
                "//index.html",
                "/tokens.css%00.html",
                "/META-INF/MANIFEST.MF"
            })
    void hasAPageForWhatIsNotThere(String path) throws IOException {
        Answer answer = http.get(path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers())
                .containsEntry("cache-control", "no-store")
                .containsKey("content-security-policy");
        assertThat(answer.text()).contains("There is nothing here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/api/streams", "/metrics", "/nothing", "/tokens.css"})
    void answersHeadWithTheLengthAlone(String path) throws IOException {
        Answer get = http.get(path);
        Answer head = http.send("HEAD", path);
        assertThat(head.status()).isEqualTo(get.status());
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().keySet()).isEqualTo(get.headers().keySet());
        assertThat(head.headers().get("content-type")).isEqualTo(get.headers().get("content-type"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"})
    void refusesOtherMethods(String method) throws IOException {
        for (String path : List.of("/", "/api/streams/demo", "/health", "/nothing")) {
            Answer answer = http.send(method, path, "Content-Length: 0");
            assertThat(answer.status()).as(path).isEqualTo(405);
            assertThat(answer.headers())
                    .containsEntry("allow", "GET, HEAD")
                    .containsEntry("connection", "close")
                    .containsEntry("content-type", "application/problem+json");
        }
    }

    @Test
    void listsLiveAndWaitingStreams() throws IOException {
        Answer answer = http.get("/api/streams");
        assertThat(answer.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("cache-control", "no-store");
        assertThat(answer.text())
                .isEqualTo(
                        """
                        {"streams":[{"name":"demo","title":"The <demo>","description":"It moves",\
                        "state":"live","since":"2026-01-02T03:04:05.006Z",\
                        "publisher":{"protocol":"rtmp","address":"192.0.2.7:5000",\
                        "agent":"FMLE/3.0"},\
                        "video":{"codec":"avc1.64001f","width":1280,"height":720,\
                        "frameRate":29.97,"bitrate":900000,"keyframeDistanceMs":2000},\
                        "audio":{"codec":"mp4a.40.2","sampleRate":48000,"channels":2,\
                        "bitrate":128000},\
                        "bitrate":1028000,"viewers":3,"drops":4,"warnings":["more keyframes"]},\
                        {"name":"pause","title":"pause","state":"waiting",\
                        "since":"1970-01-01T00:00:00Z","bitrate":0,"viewers":3,"drops":0,\
                        "warnings":[]}]}\
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For: 192.0.2.1", "Forwarded: for=x", "Via: 1.1 proxy"})
    void keepsAPublishersAddressFromCallersBehindAProxy(String header) throws IOException {
        JsonObject stream = new JsonObject(http.get("/api/streams/demo", header).text());
        assertThat(stream.getJsonObject("publisher").getMap())
                .containsOnlyKeys("protocol", "agent");
    }

    @Test
    void tellsOneStream() throws IOException {
        assertThat(new JsonObject(http.get("/api/streams/demo").text()).getString("state"))
                .isEqualTo("live");
        assertThat(http.get("/api/streams/over").text())
                .isEqualTo(
                        "{\"name\":\"over\",\"title\":\"over\",\"state\":\"offline\",\"viewers\":0}");
        Answer unknown = http.get("/api/streams/unknown");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(new JsonObject(unknown.text()).getInteger("status")).isEqualTo(404);
        assertThat(http.get("/api/else").headers())
                .containsEntry("content-type", "application/problem+json");
    }

    @Test
    void tellsHealthAndMetrics() throws IOException {
        assertThat(http.get("/health").text()).isEqualTo("{\"status\":\"up\"}");
        Answer metrics = http.get("/metrics");
        assertThat(metrics.headers().get("content-type")).startsWith("text/plain; version=0.0.4");
        assertThat(metrics.text()).contains("jvm_threads_current");
    }

    @ParameterizedTest
    @CsvSource({
        "'GARBAGE\r\n\r\n', 400",
        "'GET\r\n\r\n', 400",
        "'GET / HTTP/9.9\r\nHost: x\r\n\r\n', 501",
        "'GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400",
        "'GET / HTTP/1.1\r\nbad header\r\n\r\n', 400",
        "'GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n', 400",
        "'POST / HTTP/1.1\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n', 400",
        "'GET http://x/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 200",
        "'GET /health HTTP/1.0\r\n\r\n', 200"
    })
    void survivesGarbage(String bytes, int status) throws IOException {
        assertThat(http.exchange(bytes).status()).isEqualTo(status);
        assertThat(http.get("/health").status()).isEqualTo(200);
    }

    @Test
    void boundsTheHead() throws IOException {
        assertThat(http.get("/" + "x".repeat(5000)).status()).isEqualTo(414);
        assertThat(http.get("/", "X-Long: " + "x".repeat(20_000)).status()).isEqualTo(431);
    }
}
