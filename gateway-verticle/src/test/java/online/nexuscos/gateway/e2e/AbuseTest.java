package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whatever others do, the stream of one who behaves goes on, part by part and on time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AbuseTest {
    private static final String KEY = "key-of-the-good-stream";
    private static final String OTHER_KEY = "key-of-the-other-stream";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** On each port; client and server are two processes, each with the open files for all. */
    private static final int IDLE_CONNECTIONS = 5000;

    private static final int SEED = 20_26;

    private final TestingServer server =
            TestingServer.start(
                    TestingServer.folder("abuse"),
                    Map.of(
                            "NEXUS_CHANNELS",
                            "{good: {key: " + KEY + "}, other: {key: " + OTHER_KEY + "}}"));
    private final TestingProcess publisher =
            Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp(KEY));

    @BeforeAll
    void awaitGoodStream() {
        server.awaitSegments("good", "video.m3u8", 1);
    }

    /** Ten parts of 200 ms come, none of them late by much; nothing leaked or failed. */
    @AfterEach
    void goodStreamGoesOn() {
        LivePlaylist playlist = server.playlist("good", "video.m3u8");
        long start = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            String hint = playlist.hint().orElseThrow();
            String[] next = hint.replaceAll(".*-(\\d+)\\.(\\d+)\\.m4s", "$1 $2").split(" ", 2);
            playlist =
                    server.playlist(
                            "good", "video.m3u8?_HLS_msn=" + next[0] + "&_HLS_part=" + next[1]);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThat(PlaylistRules.violations(playlist)).isEmpty();
        assertThat(publisher.isRunning()).isTrue();
        assertThat(server.errors()).isEmpty();
    }

    /** A leak shows when the buffer's owner was collected and another buffer is made. */
    @AfterAll
    void close() throws Exception {
        new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/jcmd",
                        String.valueOf(server.process().pid()),
                        "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        goodStreamGoesOn();
        publisher.close();
        server.close();
        assertThat(server.leaks()).isEmpty();
        assertThat(server.errors()).isEmpty();
    }

    private Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private byte[] garbage(int size) {
        byte[] bytes = new byte[size];
        new Random(SEED).nextBytes(bytes);
        return bytes;
    }

    /** What comes back until the server closes, or resets, the connection. */
    private static byte[] answer(Socket socket) {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the server keeps the connection open", e);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static void send(Socket socket, byte[] bytes) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            // The server may have had enough already: that is what is tested.
            assertThat(e).isNotNull();
        }
    }

    @Test
    void garbage_on_the_rtmp_port_is_closed() throws IOException {
        try (Socket socket = connect(server.rtmpPort())) {
            send(socket, garbage(100_000));
            answer(socket);
        }
    }

    @Test
    void garbage_after_a_handshake_is_closed() throws IOException {
        try (Socket socket = connect(server.rtmpPort())) {
            byte[] hello = new byte[1537];
            hello[0] = 3;
            send(socket, hello);
            socket.getInputStream().readNBytes(1 + 2 * 1536);
            send(socket, new byte[1536]);
            send(socket, garbage(100_000));
            answer(socket);
        }
    }

    @Test
    void half_a_handshake_is_closed_in_time() throws IOException {
        try (Socket socket = connect(server.rtmpPort())) {
            send(socket, Arrays.copyOf(new byte[] {3}, 700));
            answer(socket);
        }
    }

    @Test
    void garbage_on_the_http_port_is_refused() throws IOException {
        try (Socket socket = connect(server.httpPort())) {
            send(socket, garbage(100_000));
            String text = new String(answer(socket), StandardCharsets.ISO_8859_1);
            assertThat(text)
                    .satisfiesAnyOf(
                            each -> assertThat(each).isEmpty(),
                            each -> assertThat(each).startsWith("HTTP/1.1 4"));
        }
    }

    @Test
    void thousands_of_idle_connections_cost_others_nothing() throws IOException {
        List<SocketChannel> idle = new ArrayList<>();
        try {
            for (int port : List.of(server.rtmpPort(), server.httpPort())) {
                for (int i = 0; i < IDLE_CONNECTIONS; i++) {
                    idle.add(SocketChannel.open(address(port)));
                }
            }
            goodStreamGoesOn();
            try (Socket socket = connect(server.httpPort())) {
                send(socket, "GET /health HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(answer(socket), StandardCharsets.US_ASCII))
                        .contains("200 OK");
            }
        } finally {
            for (SocketChannel each : idle) {
                each.close();
            }
        }
    }

    @Test
    void viewer_who_stops_reading_holds_nobody_up() throws IOException {
        LivePlaylist playlist = server.playlist("good", "video.m3u8");
        String uri = "/live/good/" + playlist.whole().getFirst().uri();
        String request = "GET " + uri + " HTTP/1.1\r\nHost: x\r\n\r\n";
        try (SocketChannel channel = SocketChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            channel.connect(address(server.httpPort()));
            channel.write(ByteBuffer.wrap(request.repeat(100).getBytes(StandardCharsets.US_ASCII)));
            goodStreamGoesOn();
        }
        assertThat(server.status(uri)).isEqualTo(200);
    }

    @Test
    void publisher_who_vanishes_leaves_the_channel_free() {
        TestingProcess first = Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp(OTHER_KEY));
        server.awaitLive("other", "video.m3u8");
        first.kill();
        awaitState("waiting");
        try (TestingProcess second =
                Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp(OTHER_KEY))) {
            awaitState("live");
            assertThat(second.isRunning()).isTrue();
        }
        awaitState("waiting");
    }

    private void awaitState(String state) {
        Await.until(
                "the other stream is " + state,
                PATIENCE,
                () -> {
                    byte[] body = server.get("/api/streams/other").body();
                    return new String(body, StandardCharsets.UTF_8).contains('"' + state + '"');
                });
    }

    @Test
    void wrong_key_is_refused() {
        try (TestingProcess process =
                Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp("not-the-key"))) {
            assertThat(process.exitCode(PATIENCE)).isNotZero();
            assertThat(process.text()).contains("key");
        }
        assertThat(server.process().text()).doesNotContain("not-the-key");
    }

    @Test
    void second_publisher_is_refused_while_the_first_goes_on() {
        try (TestingProcess process =
                Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp(KEY))) {
            assertThat(process.exitCode(PATIENCE)).isNotZero();
            assertThat(process.text()).contains("already being published");
        }
    }

    @Test
    void unknown_codecs_are_refused_by_name() {
        assertRefused("Sorenson", "-f", "lavfi", "-i", "testsrc2", "-c:v", "flv1");
        assertRefused("ADPCM", "-f", "lavfi", "-i", "sine=sample_rate=44100", "-c:a", "adpcm_swf");
    }

    private void assertRefused(String codec, String... arguments) {
        List<String> all = new ArrayList<>(List.of("-loglevel", "debug", "-re"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("-t", "10", "-f", "flv", server.rtmp(OTHER_KEY)));
        try (TestingProcess process = Ffmpeg.bundled().start("publisher of " + codec, all)) {
            assertThat(process.exitCode(PATIENCE)).as(process.text()).isNotZero();
            assertThat(process.text()).contains("codec " + codec);
        }
        assertThat(server.process().text()).contains("codec " + codec);
    }
}
