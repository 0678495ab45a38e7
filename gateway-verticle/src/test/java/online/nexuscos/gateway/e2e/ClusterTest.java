package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Three processes that act as one server; one is killed, one hangs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ClusterTest {
    private static final Duration JOIN = Duration.ofSeconds(60);

    private final ClusterNodes nodes = new ClusterNodes(3);
    private final TestingServer front =
            TestingServer.start(ClusterNodes.folder(), nodes.environment("front", 0, "gateway"));
    private final TestingProcess one =
            TestingServer.launch(
                    ClusterNodes.folder(), nodes.environment("one", 1, "core-os,streamcore"));
    private final TestingProcess two =
            TestingServer.launch(
                    ClusterNodes.folder(), nodes.environment("two", 2, "core-os,streamcore"));

    @AfterAll
    void close() {
        front.close();
        one.close();
        two.close();
    }

    /** The nodes on which an instance of the service is up, as the front node tells. */
    private Set<String> nodes(String service) {
        var answer = front.get("/api/os/services");
        if (answer.statusCode() != 200) {
            return Set.of();
        }
        Set<String> nodes = new TreeSet<>();
        JsonArray services =
                new JsonObject(new String(answer.body(), StandardCharsets.UTF_8))
                        .getJsonArray("services");
        for (Object each : services) {
            JsonObject row = (JsonObject) each;
            if (row.getString("name").equals(service)) {
                for (Object instance : row.getJsonArray("nodes")) {
                    JsonObject placed = (JsonObject) instance;
                    if (placed.getString("state").equals("up")) {
                        nodes.add(placed.getString("node"));
                    }
                }
            }
        }
        return nodes;
    }

    private void awaitNodes(String service, Set<String> expected) {
        Await.value(
                service + " on " + expected + "\n" + two.text(),
                JOIN,
                () -> Optional.of(nodes(service)).filter(expected::equals));
    }

    private static void signal(String signal, TestingProcess process) throws Exception {
        Process kill =
                new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Calls that can be repeated; every one of them is answered. */
    private void callOnAndOn(int count) {
        for (int i = 0; i < count; i++) {
            var answer = front.get("/api/os/modules");
            assertThat(answer.statusCode())
                    .as(new String(answer.body(), StandardCharsets.UTF_8))
                    .isEqualTo(200);
        }
    }

    @Test
    void theSameAddressesAnswerOnSeveralNodes() throws Exception {
        awaitNodes("core-os", Set.of("one", "two"));
        awaitNodes("streamcore", Set.of("one", "two"));
        callOnAndOn(50);
        eventsCrossNodes();

        // It hangs: its connections stand, and nothing comes back.
        signal("STOP", one);
        try {
            callOnAndOn(50);
            awaitNodes("core-os", Set.of("two"));
            String metrics = new String(front.get("/metrics").body(), StandardCharsets.UTF_8);
            assertThat(metrics.lines())
                    .contains("nexus_circuits_open{service=\"core-os\"} 1.0")
                    .contains("nexus_nodes 2.0");
        } finally {
            signal("CONT", one);
        }
        awaitNodes("core-os", Set.of("one", "two"));
        callOnAndOn(20);

        one.kill();
        callOnAndOn(50);
        awaitNodes("core-os", Set.of("two"));
        callOnAndOn(20);
    }

    private void eventsCrossNodes() throws Exception {
        int rtmp =
                Await.value(
                        "the port of rtmp",
                        JOIN,
                        () ->
                                two.lines().stream()
                                        .filter(line -> line.contains("publish  rtmp://"))
                                        .map(line -> line.replaceAll(".*:(\\d+)/live.*", "$1"))
                                        .map(Integer::parseInt)
                                        .findFirst());
        var events = URI.create(front.http("/api/streams/events")).toURL().openStream();
        try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8));
                TestingProcess _ = publish(rtmp)) {
            String line = lines.readLine();
            while (line != null && !line.contains("\"name\":\"afar\"")) {
                line = lines.readLine();
            }
            assertThat(line).contains("\"state\":\"live\"");
            // Either node may be asked; the other one has heard of it within a second.
            Await.until(
                    "both nodes know the stream",
                    JOIN,
                    () -> {
                        for (int i = 0; i < 10; i++) {
                            if (front.status("/api/streams/afar") != 200) {
                                return false;
                            }
                        }
                        return true;
                    });
        }
    }

    private static TestingProcess publish(int port) {
        return Ffmpeg.SYSTEM.start(
                "publisher",
                List.of(
                        ("-loglevel warning -re -f lavfi -i testsrc=size=320x180:rate=15"
                                        + " -c:v libx264 -preset ultrafast -g 15 -f flv"
                                        + " rtmp://127.0.0.1:"
                                        + port
                                        + "/live/afar")
                                .split(" ")));
    }

    @Test
    void nodesDoNotTakeStrangers() {
        Map<String, String> stranger = nodes.environment("stranger", 0, "gateway");
        stranger.put("NEXUS_CLUSTER_PORT", "0");
        stranger.put("NEXUS_CLUSTER_SECRET", ClusterNodes.SECRET + "-not");
        try (TestingServer alone = TestingServer.start(ClusterNodes.folder(), stranger)) {
            assertThat(alone.status("/api/os/modules")).isEqualTo(503);
            assertThat(new String(alone.get("/api/health").body(), StandardCharsets.UTF_8))
                    .contains("no node runs it");
            assertThat(new String(alone.get("/metrics").body(), StandardCharsets.UTF_8).lines())
                    .contains("nexus_nodes 1.0");
        }
    }
}
