package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import online.nexuscos.gateway.e2e.LivePlaylist.Segment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the server goes while people publish and watch. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DepartureTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** As Java ends after SIGTERM. */
    private static final int TERMINATED = 143;

    /** What a player of LL-HLS saw. */
    private record Watched(LivePlaylist last, Set<String> fetched, List<String> failures) {}

    /** Follows a playlist part by part, until it is told that nothing more will come. */
    private static Watched follow(TestingServer server, String stream) {
        Set<String> fetched = new LinkedHashSet<>();
        List<String> failures = new ArrayList<>();
        LivePlaylist playlist = server.playlist(stream, "video.m3u8");
        while (true) {
            for (Segment segment : playlist.segments()) {
                for (LivePlaylist.Part part : segment.parts()) {
                    if (fetched.add(part.uri())) {
                        int status = server.status("/live/" + stream + "/" + part.uri());
                        if (status != 200) {
                            failures.add(part.uri() + ": " + status);
                        }
                    }
                }
            }
            HttpResponse<byte[]> answer =
                    server.get("/live/" + stream + "/video.m3u8" + next(playlist));
            if (answer.statusCode() == 503) {
                return new Watched(playlist, fetched, failures);
            }
            assertThat(answer.statusCode()).isEqualTo(200);
            playlist = LivePlaylist.parse(new String(answer.body(), StandardCharsets.UTF_8));
        }
    }

    private static String next(LivePlaylist playlist) {
        Optional<Segment> open = playlist.open();
        long sequence =
                open.map(Segment::sequence)
                        .orElseGet(() -> playlist.whole().getLast().sequence() + 1);
        int part = open.map(segment -> segment.parts().size()).orElse(0);
        return "?_HLS_msn=" + sequence + "&_HLS_part=" + part;
    }

    private static String text(TestingServer server, String path) {
        return new String(server.get(path).body(), StandardCharsets.UTF_8);
    }

    @Test
    void nothingThatWasPublishedIsLostToThoseWhoWatch() throws Exception {
        try (TestingServer server = TestingServer.open(TestingServer.folder("departure"));
                TestingServer other =
                        TestingServer.start(
                                TestingServer.folder("departure"),
                                Map.of(
                                        "NEXUS_CHANNELS",
                                        "{here: {key: the-key-here, targets: {next: {url: '"
                                                + server.rtmp("copied")
                                                + "'}}}}"));
                TestingProcess publisher =
                        Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp("show"));
                TestingProcess copied =
                        Ffmpeg.bundled().publish(Clip.PLAIN.file(), other.rtmp("the-key-here"))) {
            server.awaitSegments("show", "video.m3u8", 1);
            server.awaitLive("copied", "video.m3u8");
            CompletableFuture<Watched> viewer =
                    CompletableFuture.supplyAsync(() -> follow(server, "show"));
            Await.until(
                    "a viewer is counted",
                    PATIENCE,
                    () -> text(server, "/api/streams/show").contains("\"viewers\":1"));

            server.process().close();

            Watched watched = viewer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(watched.failures()).isEmpty();
            // The segment in the making was ended with all there was, and the programme may go on.
            assertThat(watched.last().open()).isEmpty();
            assertThat(watched.last().ended()).isFalse();
            assertThat(PlaylistRules.violations(watched.last())).isEmpty();
            assertThat(server.process().exitCode(PATIENCE)).isEqualTo(TERMINATED);
            assertThat(server.process().text())
                    .contains("\"show\" ended: the server is shutting down")
                    .contains("\"copied\" ended: ended by the publisher");
            assertThat(server.process().lines().getLast()).isEqualTo("stopped");
            assertThat(server.errors()).isEmpty();
            assertThat(server.leaks()).isEmpty();
            publisher.exitCode(PATIENCE);

            // Who knew the request went by itself, and tries again.
            JsonObject target = TargetState.await(other, "next", "retrying");
            assertThat(target.getString("reason"))
                    .isIn("asked to connect again", "connection refused");
            assertThat(copied.isRunning()).isTrue();
            assertThat(other.status("/live/here/video.m3u8")).isEqualTo(200);
        }
    }
}
