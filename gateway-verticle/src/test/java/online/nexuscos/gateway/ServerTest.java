package online.nexuscos.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import online.nexuscos.gateway.http.TestingHttp;
import online.nexuscos.platform.config.ConfigException;
import online.nexuscos.platform.config.CurrentConfig;
import online.nexuscos.platform.config.LoadedConfig;
import online.nexuscos.platform.config.NexusConfig;
import online.nexuscos.transcode.TestPicture;
import online.nexuscos.transcode.TestPictureOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTest {
    @TempDir Path data;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final Console console = new Console(stream, stream);

    private LoadedConfig loaded(int http, int rtmp) throws ConfigException {
        return LoadedConfig.parse(
                "test",
                "channels: {show: {title: A show}}",
                Map.of(
                        "NEXUS_HTTP_HOST",
                        "127.0.0.1",
                        "NEXUS_HTTP_PORT",
                        Integer.toString(http),
                        "NEXUS_HTTPS_PORT",
                        "0",
                        "NEXUS_RTMP_HOST",
                        "127.0.0.1",
                        "NEXUS_RTMP_PORT",
                        Integer.toString(rtmp),
                        "NEXUS_RTMP_SECURE_PORT",
                        "0",
                        "NEXUS_SRT_HOST",
                        "127.0.0.1",
                        "NEXUS_SRT_PORT",
                        "0",
                        "NEXUS_DATA_DIR",
                        data.toString()));
    }

    @Test
    void showsWhatSomebodyPublishes() throws Exception {
        CurrentConfig config = CurrentConfig.start(loaded(0, 0));
        String key = config.keys().key("show").orElseThrow();
        try (Server server = Server.start(config);
                TestFont font = TestFont.open();
                TestPicture _ =
                        TestPicture.publish(picture(server.rtmpPort(), key, font), () -> false)) {
            assertThat(config.unfollowed()).as("live settings that nobody follows").isEmpty();
            server.warmUp();
            assertThat(new TrainingViewer("127.0.0.1", server.httpPort(), "show").watch())
                    .isGreaterThan(10);
            TestingHttp http = new TestingHttp(server.httpPort());
            JsonObject stream = new JsonObject(http.get("/api/streams/show").text());
            assertThat(stream.getString("state")).isEqualTo("live");
            assertThat(stream.getString("title")).isEqualTo("A show");
            assertThat(stream.getJsonObject("video").getInteger("height")).isEqualTo(360);
            assertThat(stream.getJsonObject("audio").getInteger("sampleRate")).isPositive();
            assertThat(stream.getInteger("viewers")).isEqualTo(1);
            assertThat(stream.getJsonObject("publisher").getString("protocol")).isEqualTo("rtmp");
            assertThat(http.get("/metrics").text())
                    .contains("nexus_streams 1.0", "nexus_readers 1.0")
                    .contains("nexus_part_latency_seconds_bucket")
                    .containsPattern("nexus_ingest_bytes_total [1-9]")
                    .containsPattern("nexus_egress_bytes_total [1-9]")
                    .contains("nexus_dropped_packets_total")
                    .doesNotContain(key);
            List<String> lines = Announcement.of(config.config(), config.keys(), server);
            assertThat(String.join("\n", lines))
                    .contains("rtmp://127.0.0.1:" + server.rtmpPort() + "/live")
                    .contains("http://127.0.0.1:" + server.httpPort() + "/")
                    .contains("show: stream key " + key)
                    .doesNotContain("WARNING");
        }
    }

    private static TestPictureOptions picture(int port, String key, TestFont font) {
        return new TestPictureOptions(
                "rtmp://127.0.0.1:" + port + "/live/" + key,
                640,
                360,
                25,
                font.file(),
                Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "rtmp"})
    void saysWhichPortIsInUse(String section) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            boolean http = section.equals("http");
            CurrentConfig config = CurrentConfig.start(loaded(http ? port : 0, http ? 0 : port));
            assertThatThrownBy(() -> Server.start(config))
                    .isInstanceOf(StartException.class)
                    .hasMessage(
                            "port %d is in use: set NEXUS_%s_PORT to another",
                            port, http ? "HTTP" : "RTMP");
        }
    }

    @Test
    void saysWhatADemoLacks() throws ConfigException {
        NexusConfig config = loaded(1, 1).config();
        assertThatThrownBy(() -> DemoCommand.run(config, "show", console))
                .hasMessageContaining("start the server first");
        assertThatThrownBy(() -> DemoCommand.run(config, "other", console))
                .hasMessage("there is no channel other in the configuration");
    }

    @Test
    void trainsAndLeavesNothingBehind() throws Exception {
        TrainCommand.run(console);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("trained with");
    }

    @Test
    void explainsItselfWhenMisused() throws IOException {
        assertThat(new Main(console).execute(new String[] {"fly"})).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("unknown command: fly", "usage: nexus");
    }
}
