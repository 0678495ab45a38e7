package online.nexuscos.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import online.nexuscos.gateway.http.TestingHttp.Answer;
import online.nexuscos.platform.health.Health;
import online.nexuscos.platform.health.HealthSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceDoorTest {
    private static final Vertx VERTX = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private static TestingHttp streamcore = new TestingHttp(0);
    private static TestingHttp planned = new TestingHttp(0);

    private static final class Up implements HealthSource {
        @Override
        public String name() {
            return "streamcore";
        }

        @Override
        public Kind kind() {
            return Kind.SERVICE;
        }

        @Override
        public Health check() {
            return Health.UP;
        }
    }

    @BeforeAll
    static void listen() throws Exception {
        HttpEndpoints endpoints =
                TestingEdge.endpoints(
                        VERTX,
                        TestingEdge.OPEN,
                        new HttpEndpoints.Apis(
                                new StreamsApi(new TestingDirectory(), Map.of()),
                                new HealthApi(
                                        VERTX, InstantSource.system(), () -> List.of(new Up())),
                                new TrustApi(Optional::empty)));
        HttpEdge edge = new HttpEdge(request -> false, endpoints);
        streamcore = open(edge, "streamcore", "/api/streams");
        planned = open(edge, "ledger-manager", "/api/ledger");
    }

    private static TestingHttp open(HttpEdge edge, String service, String prefix)
            throws Exception {
        return new TestingHttp(
                edge.listen(VERTX, new ServiceDoor(service, prefix, "127.0.0.1", 0))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get()
                        .port());
    }

    @AfterAll
    static void close() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void leadsToTheService() throws Exception {
        Answer answer = streamcore.get("/api/streams");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"streams\":[]}");
        assertThat(answer.headers()).containsKeys("x-request-id", "content-security-policy");
        assertThat(streamcore.get("/api/streams/none").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/metrics",
                "/api/streamsx",
                "/api/streams/../health",
                "/api/streams/..%2f..%2fmetrics",
                "/live/demo/index.m3u8",
                "/trust",
                "/api/health"
            })
    void leadsNowhereElse(String path) throws Exception {
        Answer answer = streamcore.get(path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
    }

    @Test
    void tellsHowTheServiceIs() throws Exception {
        Answer up = streamcore.get("/health");
        assertThat(up.status()).isEqualTo(200);
        assertThat(new JsonObject(up.text()))
                .isEqualTo(new JsonObject().put("status", "up").put("service", "streamcore"));
        Answer absent = planned.get("/health");
        assertThat(absent.status()).isEqualTo(503);
        assertThat(new JsonObject(absent.text()).getString("status")).isEqualTo("planned");
    }
}
