package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams as they come, by mpegts.js in Debian's Chromium. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MpegtsPlayerTest {
    private static final String MPEGTS = "mpegts.js/dist/mpegts.js";
    private static final double SECONDS = 3;

    private final TestingServer server = TestingServer.open(TestingServer.folder("mpegts-player"));
    private final List<TestingProcess> publishers = new ArrayList<>();
    private final PlayerPage pages = new PlayerPage();
    private final Map<Case, Page> players = new EnumMap<>(Case.class);

    /** What mpegts.js plays. */
    enum Case {
        FLV("flv", "http", "show.flv"),
        FLV_OVER_WEBSOCKET("flv", "ws", "show.flv"),
        TRANSPORT_STREAM("mpegts", "http", "show.ts"),
        ENHANCED_FLV("flv", "http", "h264-opus.flv");

        private final String type;
        private final String scheme;
        private final String file;

        Case(String type, String scheme, String file) {
            this.type = type;
            this.scheme = scheme;
            this.file = file;
        }
    }

    @BeforeAll
    void playAll() {
        publish(Clip.PLAIN.file(), "show");
        publish(CodecClip.H264_OPUS.file(), "h264-opus");
        server.awaitLive("show", "video.m3u8");
        server.awaitLive("h264-opus", "video.m3u8");
        for (Case each : Case.values()) {
            Page page = pages.open(MPEGTS);
            String url = server.http("/live/" + each.file).replaceFirst("http", each.scheme);
            page.evaluate("([type, url]) => playWithMpegts(type, url)", List.of(each.type, url));
            players.put(each, page);
        }
    }

    private void publish(Path file, String name) {
        publishers.add(Ffmpeg.bundled().publish(file, server.rtmp(name)));
    }

    @AfterAll
    void close() {
        pages.close();
        publishers.forEach(TestingProcess::close);
        List<String> leaks = server.leaks();
        server.close();
        assertThat(leaks).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void plays_moving_pictures_and_sound(Case each) {
        Page page = Objects.requireNonNull(players.get(each));
        PlayerPage.awaitPlaying(page, each.name(), SECONDS);
        assertThat(page.evaluate("state().faults")).isEqualTo(List.of());
        assertThat(page.evaluate("`${video.videoWidth}x${video.videoHeight}`"))
                .isEqualTo("320x180");
        // What Chromium has decoded of the sound; no standard tells it.
        assertThat(PlayerPage.number(page, "video.webkitAudioDecodedByteCount")).isPositive();
    }
}
