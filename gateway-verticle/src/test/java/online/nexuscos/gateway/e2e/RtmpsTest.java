package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RTMP inside TLS: neither a new certificate nor those who stall disturb who is there. */
class RtmpsTest {
    /** Files are looked at every 15 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    /** In which a connection must publish, or go. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final int STALLING = 60;

    /** A record that claims 512 bytes of a ClientHello (RFC 8446, 4.1.2 and 5.1), and its start. */
    private static final byte[] BEGINNING = HexFormat.of().parseHex("1603010200010001fc0303");

    private final Path folder = TestingServer.folder("rtmps");
    private final Path certificate = folder.resolve("own.pem");
    private final TestingServer server = start();

    private TestingServer start() {
        renew("first.example");
        return TestingServer.start(
                folder,
                Map.of(
                        "NEXUS_INGEST_OPEN",
                        "true",
                        "NEXUS_HTTPS_CERTIFICATE",
                        certificate.toString(),
                        "NEXUS_HTTPS_KEY",
                        folder.resolve("own.key").toString()));
    }

    /** As programs that renew certificates do. */
    private void renew(String name) {
        Path chain = folder.resolve("new.pem");
        Path key = folder.resolve("new.key");
        Certificates.make(name, chain, key);
        try {
            Files.move(chain, certificate, StandardCopyOption.REPLACE_EXISTING);
            Files.move(key, folder.resolve("own.key"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() {
        List<String> leaks = server.leaks();
        server.close();
        assertThat(leaks).isEmpty();
    }

    private TestingProcess publish(String name) {
        return Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmps(name));
    }

    @Test
    void a_new_certificate_and_endless_handshakes_disturb_no_publisher() throws Exception {
        int port = URI.create(server.rtmps("old")).getPort();
        assertThat(Certificates.shown(certificate, port)).isEqualTo("CN=first.example");
        try (TestingProcess old = publish("old")) {
            server.awaitLive("old", "video.m3u8");
            renew("second.example");
            assertStalledHandshakesEnd(port);
            Await.until(
                    "the new certificate is shown",
                    PATIENCE,
                    () -> Certificates.shown(certificate, port).equals("CN=second.example"));
            try (TestingProcess fresh = publish("new")) {
                server.awaitSegments("new", "video.m3u8", 1);
                assertThat(fresh.isRunning()).isTrue();
            }
            assertThat(old.isRunning()).as(old.text()).isTrue();
            LivePlaylist playlist = server.playlist("old", "video.m3u8");
            assertThat(PlaylistRules.violations(playlist)).as(playlist.text()).isEmpty();
            assertThat(playlist.text()).doesNotContain("DISCONTINUITY\n");
            String told = new String(server.get("/api/streams/old").body(), StandardCharsets.UTF_8);
            assertThat(told).contains("\"rtmps\"", "\"state\":\"live\"");
        }
    }

    /** Some say nothing, some begin and stop, some send a byte from time to time. */
    private static void assertStalledHandshakesEnd(int port) throws IOException {
        List<Socket> stalled = new ArrayList<>();
        List<Socket> dripping = new ArrayList<>();
        long begun = System.nanoTime();
        try {
            for (int i = 0; i < STALLING; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setSoTimeout(1);
                stalled.add(socket);
                if (i % 3 > 0) {
                    socket.getOutputStream().write(BEGINNING);
                }
                if (i % 3 == 2) {
                    dripping.add(socket);
                }
            }
            Await.until(
                    "all handshakes that do not end are ended",
                    LIMIT.plusSeconds(10),
                    () -> {
                        stalled.removeIf(RtmpsTest::isGone);
                        dripping.retainAll(stalled);
                        for (Socket each : dripping) {
                            each.getOutputStream().write(0);
                        }
                        return stalled.isEmpty();
                    },
                    () -> stalled.size() + " are left");
        } finally {
            for (Socket each : stalled) {
                each.close();
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(took).isBetween(LIMIT.minusSeconds(1), LIMIT.plusSeconds(5));
    }

    private static boolean isGone(Socket socket) {
        try {
            int next = socket.getInputStream().read();
            while (next >= 0) {
                next = socket.getInputStream().read();
            }
            socket.close();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
