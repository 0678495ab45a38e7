package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A channel goes on over SRT: to a server like this one on a bad line, to FFmpeg and to libsrt. */
class SrtTargetTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PASSPHRASE = "correct-horse-battery";

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static long metric(TestingServer from, String name) {
        String text = new String(from.get("/metrics").body(), StandardCharsets.UTF_8);
        Matcher line = Pattern.compile("(?m)^" + name + "(?:_total)? ([0-9.E]+)$").matcher(text);
        assertThat(line.find()).as(name + " in " + text).isTrue();
        return (long) Double.parseDouble(line.group(1));
    }

    private static TestingProcess listeningFfmpeg(int port) {
        return Ffmpeg.bundled()
                .start(
                        "ffmpeg, listening",
                        List.of(
                                "-loglevel",
                                "error",
                                "-i",
                                "srt://127.0.0.1:" + port + "?mode=listener",
                                "-t",
                                "4",
                                "-fps_mode",
                                "passthrough",
                                "-enc_time_base",
                                "demux",
                                "-f",
                                "null",
                                "-"));
    }

    private static TestingProcess listeningLibsrt(int port, Path into) {
        ProcessBuilder builder =
                new ProcessBuilder(
                        "srt-live-transmit",
                        "-q",
                        "srt://127.0.0.1:" + port + "?mode=listener&passphrase=" + PASSPHRASE,
                        "file://con");
        return TestingProcess.startInto("srt-live-transmit, listening", builder, into);
    }

    @Test
    void arrives_at_each_target_as_it_was_sent() throws Exception {
        Map<String, String> there =
                Map.of(
                        "NEXUS_CHANNELS",
                        "{there: {key: key-of-the-second}}",
                        "NEXUS_SRT_PASSPHRASE",
                        PASSPHRASE);
        int toFfmpeg = freePort();
        int toLibsrt = freePort();
        int own = freePort();
        Path received = TestingServer.folder("srt-target").resolve("received.ts");
        try (TestingServer second = TestingServer.start(TestingServer.folder("srt-there"), there);
                LossyProxy line = new LossyProxy(second.srtPort(), 0.05);
                TestingProcess ffmpeg = listeningFfmpeg(toFfmpeg);
                TestingProcess libsrt = listeningLibsrt(toLibsrt, received)) {
            String targets =
                    """
                    {here: {key: key-of-the-first, targets: {
                      second: {url: 'srt://localhost:%1$d?latency=1500&passphrase=%2$s&pbkeylen=32',
                        key: '#!::m=publish,u=key-of-the-second'},
                      ffmpeg: {url: 'srt://127.0.0.1:%3$d?streamid=any'},
                      libsrt: {url: 'srt://127.0.0.1:%4$d?passphrase=%2$s'},
                      stranger: {url: 'srt://127.0.0.1:%6$d?passphrase=another-horse&streamid=x'},
                      itself: {url: 'srt://127.0.0.1:%5$d?streamid=key-of-the-first'},
                      nobody: {url: 'srt://127.0.0.1:9?streamid=any'}}}}
                    """
                            .formatted(
                                    line.port(),
                                    PASSPHRASE,
                                    toFfmpeg,
                                    toLibsrt,
                                    own,
                                    second.srtPort());
            Map<String, String> here =
                    Map.of("NEXUS_CHANNELS", targets, "NEXUS_SRT_PORT", Integer.toString(own));
            try (TestingServer first = TestingServer.start(TestingServer.folder("srt-here"), here);
                    TestingProcess publisher =
                            Ffmpeg.bundled()
                                    .publish(Clip.PLAIN.file(), first.rtmp("key-of-the-first"))) {
                assertReasons(first);
                assertThat(ffmpeg.exitCode(PATIENCE)).as(ffmpeg.text()).isZero();
                assertThat(ffmpeg.text()).isEmpty();
                assertCrossesABadLine(first, second, line);
                Await.until(
                        "some seconds at libsrt's",
                        PATIENCE,
                        () -> received.toFile().length() > 200_000);
                assertThat(libsrt.isRunning()).isTrue();
                libsrt.stop();
                assertThat(Ffmpeg.bundled().decode(received.toString(), 3))
                        .isEqualTo(new Ffmpeg.Outcome(0, ""));
                TargetState.await(first, "libsrt", "retrying");
                assertThat(publisher.isRunning()).isTrue();
                assertThat(first.process().text())
                        .doesNotContain(PASSPHRASE)
                        .doesNotContain("key-of-the-second");
                assertThat(first.errors()).isEmpty();
                assertThat(first.leaks()).isEmpty();
                assertThat(second.leaks()).isEmpty();
            }
        } finally {
            Files.deleteIfExists(received);
        }
    }

    private static void assertReasons(TestingServer first) {
        assertThat(TargetState.await(first, "itself", "failed").getString("reason"))
                .isEqualTo("this is the channel itself");
        assertThat(TargetState.await(first, "nobody", "retrying").getString("reason"))
                .isEqualTo("nobody listens there");
        assertThat(TargetState.await(first, "stranger", "retrying").getString("reason"))
                .isEqualTo("it has another passphrase (code 10)");
    }

    private static void assertCrossesABadLine(
            TestingServer first, TestingServer second, LossyProxy line) {
        second.awaitSegments("there", "video.m3u8", 1);
        // While programs start they pause, longer perhaps than lost packets are waited for.
        long lostAtStart = metric(second, "nexus_srt_lost");
        long droppedAtStart = TargetState.await(first, "second", "live").getLong("drops");
        LivePlaylist playlist = second.awaitSegments("there", "video.m3u8", 5);
        assertThat(playlist.segments()).noneMatch(LivePlaylist.Segment::discontinuity);
        assertThat(Ffmpeg.bundled().decode(second.http("/live/there/index.m3u8"), 3))
                .isEqualTo(new Ffmpeg.Outcome(0, ""));
        assertThat(line.lost()).isGreaterThan(10);
        assertThat(metric(second, "nexus_srt_retransmitted")).isGreaterThan(5);
        assertThat(metric(second, "nexus_srt_lost")).isEqualTo(lostAtStart);
        JsonObject live = TargetState.await(first, "second", "live");
        assertThat(live.getLong("drops")).isEqualTo(droppedAtStart);
        assertThat(live.getLong("bytes")).isGreaterThan(10_000);
    }
}
