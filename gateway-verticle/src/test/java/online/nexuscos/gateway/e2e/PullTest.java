package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One server fetches what another one shows, through a process that may crash. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PullTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int DECODED_SECONDS = 3;

    private final TestingServer origin = TestingServer.open(TestingServer.folder("origin"));
    private final RtspServer rtsp = RtspServer.start();
    private TestingProcess publisher;
    private TestingProcess srt;
    private TestingServer server;
    private int srtPort;

    @BeforeAll
    void start() {
        publisher = Ffmpeg.bundled().publish(Clip.PLAIN.file(), origin.rtmp("show"));
        origin.awaitSegments("show", "video.m3u8", 2);
        String url = origin.http("/live/show/index.m3u8");
        srt = listen();
        String channels =
                "{rtmp: {source: {url: '"
                        + origin.rtmp("show")
                        + "'}}, srt: {source: {url: 'srt://127.0.0.1:"
                        + srtPort
                        + "?passphrase=hidden-horse&latency=200000'}}, rtsp: {source: {url: '"
                        + rtsp.url()
                        + "'}}, always: {source: {url: '"
                        + url
                        + "'}}, watched: {source: {url: '"
                        + url
                        + "', when: watched}},"
                        + " lost: {source: {url: 'rtmp://user:secret@127.0.0.1:1/live/key'}}}";
        server =
                TestingServer.start(
                        TestingServer.folder("pull"),
                        Map.of(
                                "NEXUS_INGEST_OPEN",
                                "true",
                                "NEXUS_PULL_PRIVATE",
                                "true",
                                "NEXUS_CHANNELS",
                                channels));
    }

    /** FFmpeg waits for who fetches it, and sends in real time. */
    private TestingProcess listen() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            srtPort = socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String url = "srt://127.0.0.1:" + srtPort + "?mode=listener&passphrase=hidden-horse";
        List<String> arguments = new ArrayList<>(List.of("-loglevel", "error", "-re", "-i"));
        arguments.add(Clip.PLAIN.file().toString());
        arguments.addAll(List.of("-c", "copy", "-f", "mpegts", url));
        return Ffmpeg.bundled().start("SRT listener", arguments);
    }

    @AfterAll
    void stop() {
        server.close();
        srt.close();
        rtsp.close();
        publisher.close();
        origin.close();
        assertThat(server.leaks()).isEmpty();
        assertThat(server.errors()).allMatch(line -> line.contains("has crashed"));
    }

    private String api(String channel) {
        return new String(server.get("/api/streams/" + channel).body(), StandardCharsets.UTF_8);
    }

    private static List<ProcessHandle> workers(TestingServer of) {
        return ProcessHandle.of(of.process().pid()).orElseThrow().descendants().toList();
    }

    @Test
    void no_worker_is_left_behind_by_a_server_that_is_killed() throws Exception {
        String url = origin.http("/live/show/index.m3u8");
        try (TestingServer killed =
                TestingServer.start(
                        TestingServer.folder("killed"),
                        Map.of(
                                "NEXUS_PULL_PRIVATE",
                                "true",
                                "NEXUS_CHANNELS",
                                "{show: {source: {url: '" + url + "'}}}"))) {
            killed.awaitLive("show", "video.m3u8");
            List<ProcessHandle> workers = workers(killed);
            assertThat(workers).hasSize(1);
            killed.process().kill();
            workers.getFirst().onExit().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void shows_what_it_fetches() {
        server.awaitSegments("always", "video.m3u8", 2);
        Ffmpeg.Outcome outcome =
                Ffmpeg.bundled().decode(server.http("/live/always/index.m3u8"), DECODED_SECONDS);
        assertThat(outcome.text()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(api("always"))
                .contains("\"source\":{\"state\":\"live\"")
                .contains("\"protocol\":\"http\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtmp", "srt", "rtsp"})
    void fetches_by_other_protocols(String protocol) {
        server.awaitSegments(protocol, "video.m3u8", 2);
        Ffmpeg.Outcome outcome =
                Ffmpeg.bundled()
                        .decode(server.http("/live/" + protocol + "/index.m3u8"), DECODED_SECONDS);
        assertThat(outcome).isEqualTo(new Ffmpeg.Outcome(0, ""));
        assertThat(api(protocol))
                .contains("\"source\":{\"state\":\"live\"")
                .contains("\"protocol\":\"" + protocol + "\"")
                .contains("\"audio\":{\"codec\":\"mp4a.40.2\"");
        assertThat(server.process().text()).doesNotContain("hidden-horse");
    }

    @Test
    void fetches_for_the_first_viewer_who_waits_for_it() {
        // The service answers a moment after the ports.
        Await.until(
                "nobody watches yet",
                PATIENCE,
                () -> api("watched").contains("\"source\":{\"state\":\"idle\""));
        assertThat(server.status("/live/watched/index.m3u8")).isEqualTo(200);
        server.awaitSegments("watched", "video.m3u8", 2);
        Ffmpeg.Outcome outcome =
                Ffmpeg.bundled().decode(server.http("/live/watched/index.m3u8"), DECODED_SECONDS);
        assertThat(outcome.text()).isEmpty();
        Await.until(
                "nobody watches",
                PATIENCE,
                () -> api("watched").contains("\"source\":{\"state\":\"idle\""));
    }

    @Test
    void says_why_a_source_is_not_there_and_shows_no_key() {
        String told =
                Await.value(
                        "an error",
                        PATIENCE,
                        () -> Optional.of(api("lost")).filter(text -> text.contains("\"error\"")));
        assertThat(told)
                .contains("refused")
                .contains("\"address\":\"rtmp://127.0.0.1:1/live/...\"");
        assertThat(told).doesNotContain("secret").doesNotContain("/key");
        assertThat(server.process().text()).doesNotContain("secret").doesNotContain("live/key");
    }

    @Test
    void a_crash_of_the_process_that_reads_is_not_noticed_elsewhere() throws Exception {
        try (TestingProcess direct =
                Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp("direct"))) {
            server.awaitSegments("direct", "video.m3u8", 1);
            server.awaitLive("always", "video.m3u8");
            ProcessHandle worker = workers(server).getFirst();
            assertThat(
                            new ProcessBuilder("kill", "-SEGV", String.valueOf(worker.pid()))
                                    .start()
                                    .waitFor())
                    .isZero();
            worker.onExit().get(20, TimeUnit.SECONDS);
            Await.until(
                    "the source is back",
                    PATIENCE,
                    () -> api("always").contains("\"source\":{\"state\":\"live\""));
            LivePlaylist after = server.awaitSegments("direct", "video.m3u8", 3);
            assertThat(after.segments()).noneMatch(segment -> segment.discontinuity());
            assertThat(direct.isRunning()).isTrue();
        }
    }
}
