package online.nexuscos.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import online.nexuscos.gateway.http.TestingHttp.Answer;
import online.nexuscos.platform.config.EdgeConfig;
import online.nexuscos.platform.config.EdgeConfig.AccessLogFormat;
import online.nexuscos.platform.config.LimitsConfig;
import online.nexuscos.platform.config.LimitsConfig.RouteLimit;
import online.nexuscos.platform.config.SiteConfig;
import online.nexuscos.platform.config.SiteConfig.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Request ids, limits, origins, hosts and headers; each test calls from an address of its own. */
class GateTest {
    private static final Vertx VERTX = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private static TestingHttp http = new TestingHttp(0);

    @BeforeAll
    static void listen() throws Exception {
        EdgeConfig config =
                new EdgeConfig(
                        Set.of(InetAddress.getLoopbackAddress()),
                        Set.of("https://example.org"),
                        AccessLogFormat.OFF,
                        new LimitsConfig(
                                100,
                                0,
                                Map.of(
                                        "metrics",
                                        new RouteLimit("/metrics", 5),
                                        "streams",
                                        new RouteLimit("/api/streams/limited", 5))),
                        Map.of(
                                "beta",
                                new SiteConfig(Set.of("beta.example.org"), Page.BETA)));
        int port =
                new HttpEdge(
                                GateTest::origin,
                                TestingEdge.endpoints(
                                        VERTX, config, new TestingDirectory(), Map.of()))
                        .listen(VERTX, "127.0.0.1", 0, 1)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get()
                        .port();
        http = new TestingHttp(port);
    }

    private static boolean origin(HttpServerRequest request) {
        boolean media = request.uri().endsWith(".m3u8");
        if (media) {
            request.response().end("media");
        }
        return media;
    }

    @AfterAll
    static void close() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get();
    }

    private static Answer from(String address, String path, String... headers) throws IOException {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "X-Forwarded-For: " + address;
        return http.get(path, all);
    }

    private static int firstRefused(String address, String path, int most) throws IOException {
        for (int i = 1; i <= most; i++) {
            if (from(address, path).status() == 429) {
                return i;
            }
        }
        return most + 1;
    }

    @Test
    void keepsAHarmlessRequestIdAndMakesOneOtherwise() throws IOException {
        assertThat(from("192.0.2.1", "/health", "X-Request-Id: a.B-9_c").headers())
                .containsEntry("x-request-id", "a.B-9_c");
        for (String bad : List.of("", "a b", "a\"b", "x".repeat(65), "é", "a;b")) {
            assertThat(
                            from("192.0.2.1", "/health", "X-Request-Id: " + bad)
                                    .headers()
                                    .get("x-request-id"))
                    .matches("[0-9a-f]{32}");
        }
        assertThat(from("192.0.2.1", "/live/a/index.m3u8").headers())
                .doesNotContainKey("x-request-id");
    }

    @Test
    void refusesAnAddressThatAsksTooOften() throws IOException {
        Answer first = from("192.0.2.2", "/health");
        assertThat(first.headers())
                .containsEntry("ratelimit-policy", "\"address\";q=100;w=60")
                .containsEntry("ratelimit", "\"address\";r=9;t=1");
        assertThat(firstRefused("192.0.2.2", "/health", 40)).isBetween(10, 39);
        Answer refused = from("192.0.2.2", "/api/streams");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers())
                .containsEntry("content-type", "application/problem+json")
                .containsEntry("retry-after", "1");
        assertThat(refused.text()).contains("\"status\":429", "100 requests a minute");
        assertThat(from("192.0.2.3", "/health").status()).isEqualTo(200);
    }

    @Test
    void doesNotCountMedia() throws IOException {
        for (int i = 0; i < 50; i++) {
            Answer media = from("192.0.2.4", "/live/a/index.m3u8");
            assertThat(media.status()).isEqualTo(200);
            assertThat(media.headers()).doesNotContainKey("ratelimit");
        }
        assertThat(from("192.0.2.4", "/health").headers())
                .containsEntry("ratelimit", "\"address\";r=9;t=1");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.20, /metrics",
        "192.0.2.21, //metrics",
        "192.0.2.22, /x/../metrics",
        "192.0.2.23, /%6detrics",
        "192.0.2.24, /api/streams/limited/any",
        "192.0.2.25, /api/streams/%6cimited"
    })
    void limitsARouteHoweverItIsSpelt(String address, String path) throws IOException {
        assertThat(firstRefused(address, path, 12)).isBetween(6, 7);
        assertThat(from(address, "/health").status()).isEqualTo(200);
    }

    @Test
    void countsAnIpv6NetworkAsOne() throws IOException {
        int refused = 0;
        for (int i = 0; i < 30; i++) {
            refused += from("2001:db8:1:2::" + i, "/health").status() == 429 ? 1 : 0;
        }
        assertThat(refused).isPositive();
        assertThat(from("2001:db8:1:3::1", "/health").status()).isEqualTo(200);
    }

    @Test
    void believesTheLastAddressThatIsNoProxyOfOurs() throws IOException {
        // Who writes the header oneself gains nothing: the proxy adds the true address behind.
        int refused = 0;
        for (int i = 0; i < 30; i++) {
            refused += from("198.51.100." + i + ", 192.0.2.5, 127.0.0.1", "/").status() == 429 ? 1 : 0;
        }
        assertThat(refused).isPositive();
    }

    @Test
    void letsNamedOriginsCall() throws IOException {
        Answer answer = from("192.0.2.6", "/api/streams", "Origin: https://example.org");
        assertThat(answer.headers())
                .containsEntry("access-control-allow-origin", "https://example.org")
                .containsEntry("vary", "origin")
                .doesNotContainKey("access-control-allow-credentials");
        assertThat(answer.headers().get("access-control-expose-headers")).contains("RateLimit");
        Answer preflight =
                http.send(
                        "OPTIONS",
                        "/api/streams",
                        "Origin: https://example.org",
                        "Access-Control-Request-Method: DELETE");
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.headers().get("access-control-allow-methods")).contains("DELETE");
        assertThat(preflight.headers().get("access-control-allow-headers"))
                .contains("Idempotency-Key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org.evil.test", "http://example.org", "null"})
    void letsNoOtherOriginCall(String origin) throws IOException {
        assertThat(from("192.0.2.7", "/api/streams", "Origin: " + origin).headers())
                .doesNotContainKey("access-control-allow-origin")
                .containsEntry("vary", "origin");
        assertThat(from("192.0.2.7", "/", "Origin: https://example.org").headers())
                .doesNotContainKey("access-control-allow-origin");
    }

    @ParameterizedTest
    @CsvSource({
        "beta.example.org, Beta",
        "BETA.example.org., Beta",
        "beta.example.org:8080, Beta",
        "example.org, Live now",
        "evil-beta.example.org, Live now"
    })
    void showsTheLandingPageOfTheHost(String host, String title) throws IOException {
        Answer answer =
                http.exchange(
                        "GET / HTTP/1.1\r\nHost: "
                                + host
                                + "\r\nX-Forwarded-For: 192.0.2.8\r\nConnection: close\r\n\r\n");
        assertThat(answer.text()).contains("<title>" + title + " · Nexus COS</title>");
    }

    @Test
    void tellsBrowsersWhatIsForbidden() throws IOException {
        for (String path : List.of("/api/streams", "/health", "/metrics", "/api/none")) {
            assertThat(from("192.0.2.9", path).headers())
                    .as(path)
                    .containsEntry(
                            "content-security-policy", "default-src 'none'; frame-ancestors 'none'")
                    .containsEntry("x-content-type-options", "nosniff")
                    .containsEntry("referrer-policy", "strict-origin-when-cross-origin")
                    .doesNotContainKey("strict-transport-security");
        }
        for (String path : List.of("/", "/beta", "/trust")) {
            assertThat(from("192.0.2.10", path).headers().get("content-security-policy"))
                    .as(path)
                    .contains("script-src 'self';", "frame-ancestors 'self'")
                    .doesNotContain("unsafe");
        }
        assertThat(from("192.0.2.10", "/embed/demo").headers().get("content-security-policy"))
                .contains("script-src 'self';", "frame-ancestors *");
    }
}
