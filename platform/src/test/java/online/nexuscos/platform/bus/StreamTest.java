package online.nexuscos.platform.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import online.nexuscos.platform.realtime.Topic;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.service.Origin;
import online.nexuscos.platform.service.Permission;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.service.ServiceInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Downloads and uploads, up to the line on which they come and go. */
@Timeout(30)
class StreamTest {
    private static final String ROOT = "/api/puabo/nuki/products";
    private static final int MAX_STREAMS = 2;

    private final TestingBus testing = new TestingBus(MAX_STREAMS);

    @BeforeEach
    void start() throws Exception {
        testing.add(new TestingShop(), "a");
    }

    @AfterEach
    void close() throws Exception {
        testing.close();
    }

    private TestingLine begin(String route, String id, Principal principal, TestingLine line) {
        Request.Head head =
                new Request.Head(
                        route,
                        id.isEmpty() ? Map.of() : Map.of("id", id),
                        Map.of(),
                        "",
                        "r1",
                        "",
                        "",
                        Origin.INTERNAL);
        assertThat(testing.bus.stream("product-catalog", head, principal, line)).isTrue();
        return line;
    }

    private TestingLine download(String id) {
        return begin("GET " + ROOT + "/{id}/bytes", id, Principal.ANONYMOUS, new TestingLine());
    }

    private TestingLine upload(String body, Principal principal) {
        return begin(
                "POST " + ROOT + "/count", "", principal, new TestingLine(body, Long.MAX_VALUE));
    }

    private List<String> metrics() throws Exception {
        return testing.metrics().lines().filter(line -> line.startsWith("nexus_stream")).toList();
    }

    @Test
    void sendsAllOfIt() throws Exception {
        TestingLine line = download("200000");
        assertThat(line.over()).isEqualTo("ended");
        assertThat(line.status()).isEqualTo(200);
        assertThat(line.text()).isEqualTo("x".repeat(200_000));
        assertThat(line.header("content-type")).isEqualTo("text/plain");
        assertThat(line.header("content-disposition")).isEqualTo("attachment");
        assertThat(download("0").over()).isEqualTo("ended");
    }

    @Test
    void tellsAProblemBeforeTheFirstByte() throws Exception {
        TestingLine line = download("404");
        assertThat(line.over()).isEqualTo("answered");
        assertThat(line.status()).isEqualTo(404);
        TestingLine stranger = upload("abc", Principal.ANONYMOUS);
        assertThat(stranger.over()).isEqualTo("answered");
        assertThat(stranger.status()).isEqualTo(401);
    }

    @Test
    void breaksOffWhatFailsOrGrowsTooLong() throws Exception {
        TestingLine failed = download("70000");
        assertThat(failed.over()).isEqualTo("aborted");
        TestingLine tooLong = download("1000001");
        assertThat(tooLong.over()).isEqualTo("aborted");
        assertThat(tooLong.text().length()).isLessThanOrEqualTo(1_000_000);
        assertThat(metrics())
                .contains(
                        "nexus_streams_cut_total{reason=\"long\",service=\"product-catalog\"} 1.0");
    }

    @Test
    void letsGoOfAReceiverWhoLeft() throws Exception {
        TestingLine line = new TestingLine("", 100_000);
        begin("GET " + ROOT + "/{id}/bytes", "900000", Principal.ANONYMOUS, line);
        assertThat(line.over()).isEqualTo("aborted");
        assertThat(metrics())
                .contains(
                        "nexus_streams_cut_total{reason=\"gone\",service=\"product-catalog\"} 1.0");
    }

    @Test
    void takesBytesUpToTheRoutesSize() throws Exception {
        TestingLine line = upload("x".repeat(200_000), TestingBus.SELLER);
        assertThat(line.over()).isEqualTo("answered");
        assertThat(line.text()).isEqualTo("{\"bytes\":200000}");
        TestingLine tooLong = upload("x".repeat(200_001), TestingBus.SELLER);
        tooLong.over();
        assertThat(tooLong.status()).isEqualTo(413);
    }

    @Test
    void endsWhatTakesTooLongAndRefusesOneTooMany() throws Exception {
        List<TestingLine> hanging = new ArrayList<>();
        for (int i = 0; i < MAX_STREAMS; i++) {
            hanging.add(download("999"));
        }
        TestingLine refused = download("1");
        assertThat(refused.over()).isEqualTo("answered");
        assertThat(refused.status()).isEqualTo(503);
        for (TestingLine each : hanging) {
            assertThat(each.over()).isEqualTo("answered");
            assertThat(each.status()).isEqualTo(503);
        }
        assertThat(download("1").over()).isEqualTo("ended");
    }

    private record Followed(Permission permission, String path, String topic) implements Service {
        @Override
        public ServiceInfo info() {
            return ServiceInfo.named("musicchain");
        }

        @Override
        public void routes(Routes routes) {
            Topic<Nothing, Nothing> told =
                    topic.contains("{")
                            ? Topic.ofEach(
                                    topic,
                                    Nothing.class,
                                    Nothing.class,
                                    id -> java.util.Optional.empty())
                            : Topic.of(topic, Nothing.class, Nothing.class, Nothing::new);
            routes.topic(Permission.PUBLIC, told);
            routes.follow(path, permission, told).summary("Tells");
        }
    }

    @Test
    void followsOnlyWhatCanBeJoinedLikeThat() {
        ServiceDeclaration.of(new Followed(Permission.PUBLIC, "/{id}/events", "rooms.{id}"));
        for (Followed wrong :
                List.of(
                        new Followed(Permission.SIGNED_IN, "/events", "rooms"),
                        new Followed(Permission.PUBLIC, "/{id}/events", "rooms"),
                        new Followed(Permission.PUBLIC, "/events", "rooms.{id}"))) {
            assertThatThrownBy(() -> ServiceDeclaration.of(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
