package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** GStreamer as a publisher and as a player that is not of FFmpeg's family. */
class GstreamerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final TestingServer server = TestingServer.open(TestingServer.folder("gstreamer"));

    @AfterEach
    void close() {
        server.close();
    }

    private static TestingProcess launch(String pipeline) {
        List<String> command = new ArrayList<>(List.of("gst-launch-1.0"));
        command.addAll(List.of(pipeline.strip().split("\\s+")));
        return TestingProcess.start("gstreamer", new ProcessBuilder(command));
    }

    @Test
    void publishes() {
        // In real time by the clock: live sources leave frames out while the pipeline starts.
        String pipeline =
                """
                flvmux streamable=true name=mux ! rtmp2sink location=%s
                videotestsrc ! video/x-raw,width=320,height=180,framerate=25/1 ! clocksync
                ! openh264enc gop-size=50 ! h264parse ! mux.
                audiotestsrc ! audio/x-raw,rate=44100,channels=2 ! clocksync
                ! voaacenc ! aacparse ! mux.
                """
                        .formatted(server.rtmp("show"));
        try (TestingProcess publisher = launch(pipeline)) {
            server.awaitSegments("show", "video.m3u8", 3);
            String url = server.http("/live/show/index.m3u8");
            Ffmpeg.Outcome outcome = Ffmpeg.bundled().decode(url, 3);
            assertThat(outcome.text()).isEmpty();
            for (String file : List.of("video.m3u8", "audio.m3u8")) {
                LivePlaylist playlist = server.playlist("show", file);
                // The pipeline leaves sound out while it starts: the rules hold from then on.
                String starting = "segment " + playlist.segments().getFirst().sequence() + " ";
                assertThat(PlaylistRules.violations(playlist))
                        .as(playlist.text())
                        .allMatch(violation -> violation.startsWith(starting));
            }
            assertThat(publisher.isRunning()).isTrue();
        }
    }

    @Test
    void plays() {
        try (TestingProcess publisher =
                Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp("show"))) {
            server.awaitSegments("show", "video.m3u8", 3);
            String url = server.http("/live/show/index.m3u8");
            String pipeline = "-v playbin3 uri=" + url + " audio-sink=fakesink video-sink=fakesink";
            try (TestingProcess player = launch(pipeline)) {
                Await.until(
                        "pictures in the player",
                        PATIENCE,
                        () -> player.text().contains("video/x-raw"),
                        player::text);
                assertThat(player.isRunning()).as(player.text()).isTrue();
                assertThat(player.text()).doesNotContain("ERROR");
            }
            assertThat(publisher.isRunning()).isTrue();
        }
    }
}
