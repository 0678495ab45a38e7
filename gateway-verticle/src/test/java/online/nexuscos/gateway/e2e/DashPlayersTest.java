package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dash.js and shaka-player in Debian's Chromium, with low latency, through all that can happen. */
class DashPlayersTest {
    private static final String DASHJS = "dashjs/dist/modern/umd/dash.all.min.js";
    private static final String SHAKA = "shaka-player/dist/shaka-player.dash.js";
    private static final double MOST_LATENCY_SECONDS = 4.5;

    private final Path folder = TestingServer.folder("dash-players");
    private TestingServer server = TestingServer.open(folder);
    private TestingProcess publisher = publish();
    private final PlayerPage pages = new PlayerPage();
    private final Page dashjs = pages.open(DASHJS);
    private final Page shaka = pages.open(SHAKA);

    private TestingProcess publish() {
        return Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp("show"));
    }

    @AfterEach
    void close() {
        pages.close();
        publisher.close();
        List<String> leaks = server.leaks();
        server.close();
        assertThat(leaks).isEmpty();
    }

    private void awaitBoth(double seconds) {
        PlayerPage.awaitPlaying(dashjs, "dash.js", seconds);
        PlayerPage.awaitPlaying(shaka, "shaka-player", seconds);
    }

    private static double awaitLatency(Page page, String who) {
        return PlayerPage.await(
                page,
                who + " near the live edge: " + PlayerPage.number(page, "latencySeconds()") + " s",
                () ->
                        Optional.of(PlayerPage.number(page, "latencySeconds()"))
                                .filter(each -> each < MOST_LATENCY_SECONDS));
    }

    @Test
    void play_near_the_live_edge_and_go_on_when_publisher_and_server_come_back() {
        server.awaitSegments("show", "video.m3u8", 2);
        String url = server.http("/live/show/manifest.mpd");
        dashjs.evaluate("url => playWithDashjs(url)", url);
        shaka.evaluate("url => playWithShaka(url)", url);
        awaitBoth(3);
        for (double latency :
                new double[] {awaitLatency(dashjs, "dash.js"), awaitLatency(shaka, "shaka")}) {
            assertThat(latency).isPositive();
        }
        assertThat(dashjs.evaluate("state().faults")).isEqualTo(List.of());
        assertThat(shaka.evaluate("state().faults")).isEqualTo(List.of());

        publisher.kill();
        publisher = publish();
        awaitPeriods(2);
        awaitBoth(2);
        assertThat(dashjs.evaluate("state().faults")).isEqualTo(List.of());
        assertThat(shaka.evaluate("state().faults")).isEqualTo(List.of());

        restart();
        server.awaitSegments("show", "video.m3u8", 1);
        awaitBoth(2);
    }

    private void awaitPeriods(int count) {
        Await.until(
                count + " periods",
                TestingServer.START,
                () -> {
                    byte[] body = server.get("/live/show/manifest.mpd").body();
                    return LiveManifest.parse(body).periods().size() == count;
                });
    }

    private void restart() {
        int http = server.httpPort();
        int rtmp = server.rtmpPort();
        server.close();
        publisher.close();
        server =
                TestingServer.start(
                        folder,
                        Map.of(
                                "NEXUS_INGEST_OPEN", "true",
                                "NEXUS_HTTP_PORT", String.valueOf(http),
                                "NEXUS_RTMP_PORT", String.valueOf(rtmp)));
        publisher = publish();
    }
}
