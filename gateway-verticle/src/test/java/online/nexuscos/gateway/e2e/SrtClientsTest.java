package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that are not of FFmpeg's family publish over SRT, in the clear and encrypted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SrtClientsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int DECODED_SECONDS = 3;
    private static final String PASSPHRASE = "correct-horse-battery";

    private final TestingServer open = TestingServer.open(TestingServer.folder("srt-clients"));
    private final TestingServer guarded =
            TestingServer.start(
                    TestingServer.folder("srt-clients-guarded"),
                    Map.of("NEXUS_SRT_PASSPHRASE", PASSPHRASE, "NEXUS_INGEST_OPEN", "true"));

    @AfterAll
    void stop() {
        for (TestingServer server : List.of(open, guarded)) {
            server.close();
            assertThat(server.leaks()).isEmpty();
            assertThat(server.errors()).isEmpty();
        }
    }

    private static void assertPlays(TestingServer from, String stream, TestingProcess publisher) {
        from.awaitSegments(stream, "video.m3u8", 3);
        Ffmpeg.Outcome outcome =
                Ffmpeg.bundled()
                        .decode(from.http("/live/" + stream + "/index.m3u8"), DECODED_SECONDS);
        assertThat(outcome.text()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(publisher.isRunning()).as(publisher.text()).isTrue();
    }

    private static TestingProcess start(String name, List<String> command) {
        return TestingProcess.start(name, new ProcessBuilder(command));
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static TestingProcess media(String form, String url) {
        return Ffmpeg.bundled()
                .start(
                        "media for " + url,
                        List.of(
                                "-loglevel",
                                "error",
                                "-re",
                                "-i",
                                Clip.PLAIN.file().toString(),
                                "-c",
                                "copy",
                                "-f",
                                form,
                                "-flush_packets",
                                "0",
                                "-y",
                                url));
    }

    @ParameterizedTest
    @ValueSource(strings = {"in the clear", "encrypted"})
    void takes_gstreamer(String manner) {
        TestingServer server = manner.equals("encrypted") ? guarded : open;
        String pipeline =
                """
                gst-launch-1.0 -q mpegtsmux name=mux alignment=7
                ! srtsink wait-for-connection=false uri=%s %s
                videotestsrc ! video/x-raw,width=320,height=180,framerate=25/1 ! clocksync
                ! openh264enc gop-size=50 ! h264parse ! mux.
                audiotestsrc ! audio/x-raw,rate=48000,channels=2 ! clocksync
                ! voaacenc ! aacparse ! mux.
                """
                        .formatted(
                                server.srt("gstreamer"),
                                server == guarded
                                        ? "passphrase=" + PASSPHRASE + " pbkeylen=32"
                                        : "");
        List<String> command = List.of(pipeline.strip().split("\\s+"));
        try (TestingProcess publisher = start("gstreamer", command)) {
            assertPlays(server, "gstreamer", publisher);
        }
    }

    /** It fills its datagrams to the brim, so that they end in the middle of packets. */
    @ParameterizedTest
    @ValueSource(strings = {"in the clear", "encrypted"})
    void takes_srt_live_transmit_by_access_control(String manner) throws Exception {
        TestingServer server = manner.equals("encrypted") ? guarded : open;
        Path pipe = TestingServer.folder("pipe").resolve("media.ts");
        assertThat(start("mkfifo", List.of("mkfifo", pipe.toString())).exitCode(PATIENCE)).isZero();
        String url = server.srt("#!::r=ignored,m=publish,u=transmit");
        String secret = server == guarded ? "&passphrase=" + PASSPHRASE + "&pbkeylen=24" : "";
        ProcessBuilder transmit =
                new ProcessBuilder("srt-live-transmit", "-q", "file://con", url + secret);
        // Opening the pipe waits for the other side.
        try (TestingProcess _ = media("mpegts", pipe.toString());
                TestingProcess publisher =
                        TestingProcess.start(
                                "srt-live-transmit", transmit.redirectInput(pipe.toFile()))) {
            assertPlays(server, "transmit", publisher);
        }
    }

    @Test
    void takes_what_srt_live_transmit_passes_on() throws Exception {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of("srt-live-transmit", "-q"));
        command.add("srt://127.0.0.1:" + port + "?mode=listener");
        command.add(open.srt("relayed"));
        try (TestingProcess relay = start("relay", command);
                // It calls for some seconds, until the relay listens.
                TestingProcess _ = media("mpegts", "srt://127.0.0.1:" + port)) {
            assertPlays(open, "relayed", relay);
        }
    }
}
