package online.nexuscos.gateway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A parser of npm, in strict mode, takes every kind of playlist and manifest there is. */
class IndependentParserTest {
    private final NodePackages packages = NodePackages.of("parser", "read.mjs");
    private final List<String> saved = new ArrayList<>();

    private void save(TestingServer server, String state, String stream, String file) {
        String name = state + "-" + stream + "-" + file.replaceAll("[?&=]", "-");
        try {
            Files.write(packages.file(name), server.get("/live/" + stream + "/" + file).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        saved.add(name);
    }

    private void saveAll(TestingServer server, String state, String stream) {
        for (String file :
                List.of(
                        "index.m3u8",
                        "video.m3u8",
                        "audio.m3u8",
                        "video.m3u8?_HLS_skip=YES",
                        "manifest.mpd")) {
            save(server, state, stream, file);
        }
    }

    @Test
    void takes_all_playlists() {
        try (TestingServer server = TestingServer.open(TestingServer.folder("parser"))) {
            try (TestingProcess publisher =
                    Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp("show"))) {
                server.awaitLive("show", "video.m3u8");
                saveAll(server, "first", "show");
                server.awaitSegments("show", "video.m3u8", 15);
                saveAll(server, "sliding", "show");
                publisher.kill();
            }
            try (TestingProcess publisher =
                    Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp("show"))) {
                Await.until(
                        "a discontinuity",
                        TestingServer.START,
                        () ->
                                server.playlist("show", "video.m3u8").whole().stream()
                                        .anyMatch(LivePlaylist.Segment::discontinuity));
                saveAll(server, "discontinuous", "show");
                publisher.kill();
            }
            Await.until(
                    "the end",
                    TestingServer.START,
                    () -> server.playlist("show", "video.m3u8").ended());
            saveAll(server, "ended", "show");
        }
        List<String> command = new ArrayList<>(List.of("node", "read.mjs"));
        command.addAll(saved);
        packages.run(command);
    }
}
