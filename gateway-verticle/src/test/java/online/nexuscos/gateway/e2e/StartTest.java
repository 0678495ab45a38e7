package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the program starts, and starts again. */
class StartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, String> ONE_CHANNEL =
            Map.of("NEXUS_CHANNELS", "{show: {title: The show}}");

    private static String key(TestingServer server) {
        return Await.value(
                "the stream key",
                PATIENCE,
                () ->
                        server.process().lines().stream()
                                .filter(line -> line.contains("stream key "))
                                .map(line -> line.replaceAll(".*stream key (\\S+),.*", "$1"))
                                .findFirst());
    }

    @Test
    void says_where_to_publish_and_where_to_watch() {
        try (TestingServer server =
                TestingServer.start(TestingServer.folder("start"), ONE_CHANNEL)) {
            assertThat(key(server)).matches("[0-9A-Za-z]{24}");
            assertThat(server.process().text())
                    .contains("rtmp://127.0.0.1:" + server.rtmpPort() + "/live")
                    .contains("http://127.0.0.1:" + server.httpPort() + "/")
                    .contains("page /watch/show");
            assertThat(server.status("/watch/show")).isEqualTo(200);
        }
    }

    @Test
    void stops_cleanly_when_asked_to() {
        TestingServer server = TestingServer.start(TestingServer.folder("start"), ONE_CHANNEL);
        server.close();
        assertThat(server.process().lines()).contains("stopped");
        assertThat(server.errors()).isEmpty();
    }

    @Test
    void programme_after_a_crash_has_larger_numbers_and_the_same_key() {
        Path folder = TestingServer.folder("crash");
        long last;
        String key;
        try (TestingServer server = TestingServer.start(folder, ONE_CHANNEL)) {
            key = key(server);
            try (TestingProcess publisher = publish(server, key)) {
                last = server.awaitSegments("show", "video.m3u8", 2).lastSequence();
                server.process().kill();
                assertThat(publisher.exitCode(PATIENCE)).isNotZero();
            }
        }
        try (TestingServer server = TestingServer.start(folder, ONE_CHANNEL)) {
            assertThat(key(server)).isEqualTo(key);
            try (TestingProcess publisher = publish(server, key)) {
                LivePlaylist playlist = server.awaitSegments("show", "video.m3u8", 1);
                assertThat(playlist.head().mediaSequence()).isGreaterThan(last);
                assertThat(publisher.isRunning()).isTrue();
            }
        }
    }

    private static TestingProcess publish(TestingServer server, String key) {
        return Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp(key));
    }

    @Test
    void port_in_use_is_one_line_and_a_failure() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String port = String.valueOf(taken.getLocalPort());
            for (String variable : List.of("NEXUS_RTMP_PORT", "NEXUS_HTTP_PORT")) {
                try (TestingProcess process =
                        TestingServer.launch(
                                TestingServer.folder("port"), Map.of(variable, port))) {
                    assertThat(process.exitCode(PATIENCE)).as(process.text()).isEqualTo(1);
                    assertThat(process.lines())
                            .singleElement()
                            .asString()
                            .contains("port " + port + " is in use")
                            .contains(variable);
                }
            }
        }
    }
}
