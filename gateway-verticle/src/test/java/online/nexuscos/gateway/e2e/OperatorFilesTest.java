package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What operators copy from {@code conf}, in the programs that it is for. */
class OperatorFilesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PROMETHEUS = ROOT.resolve("conf/prometheus");

    private static String run(List<String> command) {
        try (TestingProcess process =
                TestingProcess.start(command.getFirst(), new ProcessBuilder(command))) {
            int code = process.exitCode(PATIENCE);
            assertThat(code).as(process.text()).isZero();
            return process.text();
        }
    }

    @Test
    void promtool_finds_the_rules_good() {
        run(List.of("promtool", "check", "config", PROMETHEUS + "/prometheus.yml"));
        run(List.of("promtool", "test", "rules", PROMETHEUS + "/alerts_test.yml"));
    }

    @Test
    void systemd_finds_the_unit_good() throws IOException {
        Path unit = TestingServer.folder("systemd").resolve("nexus-cos.service");
        String text = Files.readString(ROOT.resolve("conf/systemd/nexus-cos.service"));
        Files.writeString(unit, text.replace("/srv/nexus-cos", ROOT.toString()));
        assertThat(run(List.of("systemd-analyze", "verify", unit.toString())))
                .doesNotContain("nexus-cos.service:");
    }

    /** Each metric that a rule names is one that the server has, or that a service brings. */
    @Test
    void alerts_fire_when_the_server_is_killed() throws Exception {
        Path folder = TestingServer.folder("prometheus");
        int port = freePort();
        try (TestingServer server = TestingServer.start(folder, Map.of("NEXUS_CHANNELS", "{}"));
                TestingProcess prometheus = prometheus(folder, server.httpPort(), port);
                HttpClient client = HttpClient.newHttpClient()) {
            String query = "http://127.0.0.1:" + port + "/api/v1/";
            Await.until(
                    "the server's parts in Prometheus",
                    PATIENCE,
                    () -> get(client, query + "query?query=nexus_part_up").contains("\"https\""),
                    prometheus::text);
            assertThat(get(client, query + "alerts")).doesNotContain("NexusDown");
            server.process().kill();
            Await.until(
                    "the alert",
                    PATIENCE,
                    () -> {
                        String alerts = get(client, query + "alerts");
                        return alerts.contains("\"NexusDown\"") && alerts.contains("\"firing\"");
                    },
                    prometheus::text);
        }
    }

    @Test
    void alerts_fire_when_a_service_is_killed() throws Exception {
        Path folder = TestingServer.folder("prometheus");
        int port = freePort();
        ClusterNodes nodes = new ClusterNodes(2);
        try (TestingServer front =
                        TestingServer.start(
                                ClusterNodes.folder(), nodes.environment("front", 0, "gateway"));
                TestingProcess services =
                        TestingServer.launch(
                                ClusterNodes.folder(), nodes.environment("one", 1, "core-os"));
                TestingProcess prometheus = prometheus(folder, front.httpPort(), port);
                HttpClient client = HttpClient.newHttpClient()) {
            String api = "http://127.0.0.1:" + port + "/api/v1/";
            String up = api + "query?query=nexus_part_up%7Bpart%3D%22core-os%22%7D%3D%3D1";
            Await.until(
                    "the service is up in Prometheus",
                    PATIENCE,
                    () -> get(client, up).contains("\"core-os\""),
                    prometheus::text);
            services.kill();
            Await.until(
                    "the alert",
                    PATIENCE,
                    () ->
                            get(client, api + "alerts")
                                    .matches(".*NexusPartDown[^}]*\"part\":\"core-os\".*firing.*"),
                    prometheus::text);
        }
    }

    /** The shipped files, with no patience. */
    private static TestingProcess prometheus(Path folder, int target, int port) throws IOException {
        String rules = Files.readString(PROMETHEUS.resolve("alerts.yml"));
        Files.writeString(folder.resolve("alerts.yml"), rules.replaceAll("for: \\w+", "for: 1s"));
        String config = Files.readString(PROMETHEUS.resolve("prometheus.yml"));
        Files.writeString(
                folder.resolve("prometheus.yml"),
                config.replace("15s", "1s").replace("127.0.0.1:8080", "127.0.0.1:" + target));
        return TestingProcess.start(
                "prometheus",
                new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + folder.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + folder.resolve("series"),
                        "--web.listen-address=127.0.0.1:" + port));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String get(HttpClient client, String address) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create(address)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
