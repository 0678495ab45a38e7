package online.nexuscos.services.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import online.nexuscos.platform.bus.Answer;
import online.nexuscos.platform.bus.BusOptions;
import online.nexuscos.platform.bus.Request;
import online.nexuscos.platform.bus.RouteDeclaration;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.service.Origin;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.platform.sql.TestingDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The example of docs/services.md, run as it stands there. */
class GuestbookTest {
    private static final Principal MEMBER = new Principal("a1", "o1", "", Set.of("club:write"));
    private static final Principal OTHER = new Principal("a2", "o2", "", Set.of("club:write"));
    private static final String BOOK = "/api/club/guestbook";
    private static final TestingDatabase DATABASE = new TestingDatabase();
    private static final ServiceBus BUS =
            new ServiceBus(
                    DATABASE.vertx(),
                    BusOptions.of("test", new byte[32], InstantSource.system()),
                    new PrometheusRegistry(),
                    Optional.of(DATABASE.database()));

    @BeforeAll
    static void start() {
        BUS.add(new Guestbook(DATABASE.database()))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterAll
    static void close() {
        BUS.close().toCompletionStage().toCompletableFuture().join();
        DATABASE.close();
    }

    private static Answer call(
            Principal who, String route, Map<String, String> path, String key, String body) {
        RouteDeclaration<?, ?> declared =
                BUS.declarations().getFirst().routes().stream()
                        .filter(each -> each.id().equals(route))
                        .findFirst()
                        .orElseThrow();
        Request.Head head =
                new Request.Head(route, path, Map.of(), "", "r1", "", key, Origin.INTERNAL);
        return BUS.send("club-saditty", declared, head, who, Buffer.buffer(body))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @Test
    void writesOnceAndKeepsTenantsApart() {
        String post = "POST " + BOOK;
        String body = "{\"text\":\"A good evening\"}";
        Answer first = call(MEMBER, post, Map.of(), "k1", body);
        assertThat(first.status()).as(first.body().toString()).isEqualTo(201);
        Answer again = call(MEMBER, post, Map.of(), "k1", body);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(call(MEMBER, post, Map.of(), "k1", "{\"text\":\"Other\"}").status())
                .isEqualTo(422);
        assertThat(call(MEMBER, post, Map.of(), "", "{\"text\":\" \"}").status()).isEqualTo(422);

        JsonObject entry = first.body().toJsonObject();
        Map<String, String> id = Map.of("id", entry.getString("id"));
        assertThat(call(MEMBER, "GET " + BOOK + "/{id}", id, "", "").body().toJsonObject())
                .isEqualTo(entry);
        assertThat(call(OTHER, "GET " + BOOK + "/{id}", id, "", "").status()).isEqualTo(404);
        assertThat(call(Principal.ANONYMOUS, "GET " + BOOK, Map.of(), "", "").status())
                .isEqualTo(401);
        JsonObject list = call(MEMBER, "GET " + BOOK, Map.of(), "", "").body().toJsonObject();
        assertThat(list.getJsonArray("entries")).hasSize(1);
    }

    @Test
    void isTheExampleOfTheDocumentation() throws Exception {
        String page = Files.readString(Path.of("../docs/services.md"));
        for (String file :
                List.of(
                        "src/test/java/online/nexuscos/services/example/Guestbook.java",
                        "src/test/resources/db/example/V20261124_0459__guestbook.sql")) {
            assertThat(page).contains(Files.readString(Path.of(file)).strip());
        }
    }
}
