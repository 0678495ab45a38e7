package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A parser of npm, in strict mode, takes every kind of playlist there is. */
class IndependentParserTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> FILES =
            List.of("package.json", "package-lock.json", ".npmrc", "read.mjs");

    private final Path folder = Path.of("target", "e2e-parser").toAbsolutePath();
    private final List<String> saved = new ArrayList<>();

    private void install() throws IOException {
        Files.createDirectories(folder);
        for (String file : FILES) {
            try (InputStream in = getClass().getResourceAsStream("/e2e/parser/" + file)) {
                Files.copy(
                        java.util.Objects.requireNonNull(in, file),
                        folder.resolve(file),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!Files.isDirectory(folder.resolve("node_modules"))) {
            run(List.of("npm", "ci", "--prefer-offline"));
        }
    }

    private void run(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        try (TestingProcess process = TestingProcess.start(command.getFirst(), builder)) {
            assertThat(process.exitCode(PATIENCE)).as(process.text()).isZero();
        }
    }

    private void save(TestingServer server, String state, String stream, String file) {
        String name = state + "-" + stream + "-" + file.replaceAll("[?&=]", "-");
        try {
            Files.write(folder.resolve(name), server.get("/live/" + stream + "/" + file).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        saved.add(name);
    }

    private void saveAll(TestingServer server, String state, String stream) {
        for (String file :
                List.of("index.m3u8", "video.m3u8", "audio.m3u8", "video.m3u8?_HLS_skip=YES")) {
            save(server, state, stream, file);
        }
    }

    @Test
    void takes_all_playlists() throws IOException {
        install();
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
        run(command);
    }
}
