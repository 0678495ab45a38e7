package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What somebody who edits the configuration of a running server gets. */
class HotConfigTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String START =
            """
            live: {windowSeconds: 60, reconnectSeconds: 1}
            channels:
              one: {title: One, key: key-of-one}
              two: {title: Two, key: key-of-two}
            """;

    private final Path folder = TestingServer.folder("hot");
    private final Path file = write(START);
    private final TestingServer server =
            TestingServer.start(folder, Map.of("NEXUS_CONFIG", file.toString()));

    @AfterEach
    void close() {
        server.close();
    }

    /** As editors do: the new file takes the old one's place. */
    private Path write(String text) {
        try {
            Path other = Files.writeString(folder.resolve("nexus.yaml.new"), text);
            return Files.move(
                    other,
                    folder.resolve("nexus.yaml"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void awaitLine(String text) {
        Await.until(
                "a line with " + text,
                PATIENCE,
                () -> server.process().lines().stream().anyMatch(line -> line.contains(text)),
                () -> server.process().text());
    }

    private TestingProcess publish(String key) {
        return Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp(key));
    }

    private String stream(String name) {
        return new String(
                server.get("/api/streams/" + name).body(), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void cuts_nobody_but_the_publisher_on_a_revoked_key() {
        try (TestingProcess one = publish("key-of-one");
                TestingProcess two = publish("key-of-two")) {
            long sequence = server.awaitLive("two", "video.m3u8").lastSequence();
            server.awaitLive("one", "video.m3u8");
            write(
                    START.replace("key-of-one", "another-key")
                            .replace("title: Two", "title: Number two")
                            .replace("windowSeconds: 60", "windowSeconds: 12")
                            .concat("  three: {title: Three}\n"));
            awaitLine("channels.three: added");
            awaitLine("live.windowSeconds: now 12");
            awaitLine("channels.one.key: now another secret");
            awaitLine("channel  three: stream key ");
            assertThat(one.exitCode(PATIENCE)).isNotZero();
            assertThat(stream("two")).contains("Number two", "\"state\":\"live\"");
            assertThat(server.process().text()).doesNotContain("another-key");
            try (TestingProcess again = publish("another-key")) {
                Await.until("one is live", PATIENCE, () -> stream("one").contains("\"live\""));
                // 30 s of segments: more than the smaller window lists.
                LivePlaylist playlist = server.awaitSegments("two", "video.m3u8", 6);
                assertThat(playlist.lastSequence()).isGreaterThan(sequence);
                assertThat(playlist.text()).doesNotContain("DISCONTINUITY\n");
                assertThat(again.isRunning()).isTrue();
            }
            assertThat(two.isRunning()).isTrue();
            assertThat(server.leaks()).isEmpty();
        }
    }

    @Test
    void refuses_a_faulty_file_and_changes_nothing() {
        write(START.replace("title: One", "title: Other").replace("windowSeconds", "windowSecond"));
        awaitLine(
                "live.windowSecond: unknown key (did you mean windowSeconds?), from "
                        + file
                        + "; nothing was changed");
        assertThat(stream("one")).contains("\"title\":\"One\"");
        assertThat(
                        new String(
                                server.get("/api/health").body(),
                                java.nio.charset.StandardCharsets.UTF_8))
                .contains("the changed file is refused");
        write(START.concat("mail: {port: 1}\n").replace("title: One", "title: Other"));
        awaitLine("mail.port: needs");
        Await.until("the title", PATIENCE, () -> stream("one").contains("\"title\":\"Other\""));
    }

    @Test
    void shows_another_certificate_from_now_on() throws Exception {
        int port = server.httpsPort();
        Path authority =
                Files.write(
                        folder.resolve("trusted.pem"), server.get("/trust/authority.pem").body());
        Path certificate = folder.resolve("own.pem");
        Path key = folder.resolve("own.key");
        Certificates.make("own.example", certificate, key);
        String own = "https: {certificate: " + certificate + ", key: " + key + "}\n";
        Path wrong = Files.writeString(folder.resolve("wrong.key"), "no key");
        write(START + own.replace(key.toString(), wrong.toString()));
        awaitLine("https.certificate: cannot be shown");
        write(START + own);
        awaitLine("https.certificate: now");
        Await.until(
                "the certificate is shown",
                PATIENCE,
                () -> Certificates.shown(certificate, port).contains("CN=own.example"));
        write(START);
        awaitLine("https.certificate: now \"\"");
        Await.until(
                "the local authority's is shown",
                PATIENCE,
                () -> !Certificates.shown(authority, port).contains("own.example"));
    }
}
