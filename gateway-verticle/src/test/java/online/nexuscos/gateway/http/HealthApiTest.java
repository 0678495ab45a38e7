package online.nexuscos.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import online.nexuscos.gateway.http.TestingHttp.Answer;
import online.nexuscos.platform.health.Health;
import online.nexuscos.platform.health.HealthSource;
import online.nexuscos.platform.health.HealthSource.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthApiTest {
    private static final Vertx VERTX = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private static final AtomicReference<Instant> NOW =
            new AtomicReference<>(Instant.parse("2026-05-06T07:08:09Z"));
    private static final List<HealthSource> SOURCES = new CopyOnWriteArrayList<>();
    private static TestingHttp http = new TestingHttp(0);

    private record TestingSource(String name, Kind kind, Supplier<Health> answer)
            implements HealthSource {
        @Override
        public Health check() {
            return answer.get();
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
                                new HealthApi(VERTX, NOW::get, () -> SOURCES),
                                new TrustApi(Optional::empty)));
        int port =
                new HttpEdge(request -> false, endpoints)
                        .listen(VERTX, "127.0.0.1", 0, 1)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get()
                        .port();
        http = new TestingHttp(port);
    }

    @AfterAll
    static void close() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get();
    }

    @BeforeEach
    void begin() {
        SOURCES.clear();
        NOW.set(NOW.get().plusSeconds(10));
    }

    private static void add(String name, Kind kind, Supplier<Health> answer) {
        SOURCES.add(new TestingSource(name, kind, answer));
    }

    @Test
    void tellsOfEachPart() throws Exception {
        add("redis", Kind.STORE, () -> Health.idle("starts when it is needed"));
        add("ledger-manager", Kind.SERVICE, () -> Health.UP);
        add("https", Kind.GATEWAY, () -> Health.degraded("is being opened"));
        Answer all = http.get("/api/health");
        assertThat(all.status()).isEqualTo(200);
        assertThat(new JsonObject(all.text()))
                .isEqualTo(
                        new JsonObject(
                                """
                                {"status": "degraded",
                                 "gateway": {"https":
                                   {"status": "degraded", "detail": "is being opened"}},
                                 "services": {"ledger-manager": {"status": "up"}},
                                 "stores": {"redis":
                                   {"status": "idle", "detail": "starts when it is needed"}}}
                                """));
        assertThat(new JsonObject(http.get("/health/gateway").text()).fieldNames())
                .containsExactlyInAnyOrder("status", "gateway");
    }

    @Test
    void isUnavailableWhileAPartIsDownYetAlive() throws Exception {
        add("postgresql", Kind.STORE, () -> Health.down("refuses connections"));
        add(
                "broken",
                Kind.SERVICE,
                () -> {
                    throw new IllegalStateException("secret");
                });
        Answer all = http.get("/api/health");
        assertThat(all.status()).isEqualTo(503);
        assertThat(all.text()).contains("refuses connections", "cannot say").doesNotContain("secret");
        assertThat(http.get("/health/gateway").status()).isEqualTo(200);
        assertThat(http.get("/health").status()).isEqualTo(200);
    }

    @Test
    void doesNotWaitForAPartThatHangs() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        add(
                "slow",
                Kind.STORE,
                () -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Health.UP;
                });
        Answer all = http.get("/api/health");
        end.countDown();
        assertThat(all.status()).isEqualTo(503);
        assertThat(all.text()).contains("no answer in 2000 ms");
    }

    @Test
    void asksAtMostOnceASecond() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        add(
                "counted",
                Kind.SERVICE,
                () -> {
                    asked.incrementAndGet();
                    return Health.UP;
                });
        for (int i = 0; i < 20; i++) {
            http.get("/api/health");
        }
        assertThat(asked).hasValue(1);
        NOW.set(NOW.get().plusSeconds(2));
        http.get("/api/health");
        assertThat(asked).hasValue(2);
    }
}
