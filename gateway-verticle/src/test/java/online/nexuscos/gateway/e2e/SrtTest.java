package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Broadcasters publish over SRT, by the programs that they use. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SrtTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int DECODED_SECONDS = 3;
    private static final String PASSPHRASE = "correct horse battery";
    private static final Clip CLIP = Clip.of("pal-b", "25", 2, 2, 48_000);

    private final TestingServer server = TestingServer.open(TestingServer.folder("srt"));

    @AfterAll
    void stop() {
        server.close();
        assertThat(server.leaks()).isEmpty();
        assertThat(server.errors()).isEmpty();
    }

    private static TestingProcess publish(Ffmpeg program, String url) {
        return program.start(
                "publisher of " + url,
                List.of(
                        "-loglevel",
                        "warning",
                        "-re",
                        "-i",
                        CLIP.file().toString(),
                        "-c",
                        "copy",
                        "-f",
                        "mpegts",
                        url));
    }

    private static void assertPlays(TestingServer from, String stream) {
        from.awaitSegments(stream, "video.m3u8", 2);
        Ffmpeg.Outcome outcome =
                Ffmpeg.bundled()
                        .decode(from.http("/live/" + stream + "/index.m3u8"), DECODED_SECONDS);
        assertThat(outcome.text()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
    }

    private static String api(TestingServer from, String stream) {
        return new String(from.get("/api/streams/" + stream).body(), StandardCharsets.UTF_8);
    }

    private static long metric(TestingServer from, String name) {
        String text = new String(from.get("/metrics").body(), StandardCharsets.UTF_8);
        Matcher line = Pattern.compile("(?m)^" + name + "(?:_total)? ([0-9.E]+)$").matcher(text);
        assertThat(line.find()).as(name + " in " + text).isTrue();
        return (long) Double.parseDouble(line.group(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"new", "old"})
    void takes_ffmpeg(String age) {
        Ffmpeg program = age.equals("new") ? Ffmpeg.bundled() : Ffmpeg.SYSTEM;
        try (TestingProcess publisher = publish(program, server.srt("ffmpeg-" + age))) {
            assertPlays(server, "ffmpeg-" + age);
            assertThat(api(server, "ffmpeg-" + age)).contains("\"protocol\":\"srt\"");
            assertThat(publisher.isRunning()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "libx265, ac3, hvc1, ac-3",
        "libx264, mp3, avc1, mp4a.6B",
        "libx264, eac3, avc1, ec-3"
    })
    void takes_other_codecs(String video, String audio, String shownVideo, String shownAudio) {
        List<String> arguments = new ArrayList<>(List.of("-loglevel", "warning", "-re"));
        arguments.addAll(List.of("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25"));
        arguments.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"));
        arguments.addAll(List.of("-c:v", video, "-preset", "ultrafast", "-g", "50"));
        arguments.addAll(List.of("-pix_fmt", "yuv420p", "-c:a", audio, "-ac", "2"));
        arguments.addAll(List.of("-f", "mpegts", server.srt(audio)));
        try (TestingProcess _ = Ffmpeg.bundled().start("publisher of " + audio, arguments)) {
            assertPlays(server, audio);
            assertThat(api(server, audio)).contains(shownVideo).contains(shownAudio);
        }
    }

    @Test
    void asks_again_for_what_is_lost() {
        String url = server.srt("lossy");
        int port = Integer.parseInt(url.replaceAll(".*:(\\d+)\\?.*", "$1"));
        try (LossyProxy proxy = new LossyProxy(port, 0.05);
                TestingProcess _ =
                        publish(
                                Ffmpeg.bundled(),
                                url.replace(":" + port, ":" + proxy.port()) + "&latency=400000")) {
            assertPlays(server, "lossy");
            LivePlaylist playlist = server.awaitSegments("lossy", "video.m3u8", 4);
            assertThat(playlist.segments()).noneMatch(LivePlaylist.Segment::discontinuity);
            assertThat(proxy.lost()).isGreaterThan(10);
            assertThat(metric(server, "nexus_srt_retransmitted")).isGreaterThan(5);
            assertThat(metric(server, "nexus_srt_lost")).isZero();
        }
    }

    @Test
    void replaces_a_caller_that_has_gone_silent() {
        try (TestingProcess first = publish(Ffmpeg.bundled(), server.srt("again"))) {
            server.awaitSegments("again", "video.m3u8", 1);
            first.kill();
        }
        try (TestingProcess _ = Await.value("another is let in", PATIENCE, this::letInAgain)) {
            Await.until(
                    "the programme goes on",
                    PATIENCE,
                    () ->
                            server.playlist("again", "video.m3u8").segments().stream()
                                    .anyMatch(LivePlaylist.Segment::discontinuity));
        }
    }

    /** A caller who is refused while the one before is not silent for long enough ends. */
    private Optional<TestingProcess> letInAgain() {
        TestingProcess next = publish(Ffmpeg.bundled(), server.srt("again"));
        Await.until("an answer", PATIENCE, () -> !next.isRunning() || publishedAgain() == 2);
        if (publishedAgain() == 2) {
            return Optional.of(next);
        }
        next.close();
        return Optional.empty();
    }

    private long publishedAgain() {
        return server.process().lines().stream()
                .filter(line -> line.contains("publishing \"again\""))
                .count();
    }

    @Test
    void takes_those_who_know_the_key_and_the_passphrase_alone() {
        try (TestingServer guarded =
                TestingServer.start(
                        TestingServer.folder("srt-guarded"),
                        Map.of(
                                "NEXUS_SRT_PASSPHRASE",
                                PASSPHRASE,
                                "NEXUS_CHANNELS",
                                "{show: {key: live-secret-key}}"))) {
            String key = guarded.srt("live-secret-key");
            assertRefused(guarded, key, "does not encrypt");
            assertRefused(guarded, key + "&passphrase=wrong+passphrase", "passphrase");
            String right = "&passphrase=" + PASSPHRASE.replace(" ", "%20") + "&pbkeylen=32";
            assertRefused(guarded, guarded.srt("another-key") + right, "no channel");
            try (TestingProcess _ = publish(Ffmpeg.bundled(), key + right)) {
                assertPlays(guarded, "show");
                assertRefused(guarded, key + right, "already being published");
            }
            assertThat(guarded.process().text()).doesNotContain(PASSPHRASE);
            // A caller says the same again until it is answered, and is refused each time.
            assertThat(metric(guarded, "nexus_srt_refused")).isGreaterThanOrEqualTo(4);
        }
    }

    private static void assertRefused(TestingServer by, String url, String reason) {
        try (TestingProcess caller = publish(Ffmpeg.bundled(), url)) {
            assertThat(caller.exitCode(PATIENCE)).as(reason).isNotZero();
        }
        assertThat(by.process().lines()).anyMatch(line -> line.contains(reason));
    }
}
