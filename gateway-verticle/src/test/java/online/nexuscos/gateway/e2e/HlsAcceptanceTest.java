package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import online.nexuscos.gateway.e2e.LivePlaylist.Part;
import online.nexuscos.gateway.e2e.LivePlaylist.Segment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What live servers get wrong, asked of the running server with a live publisher
 * (draft-pantos-hls-rfc8216bis-22; the numbers are its sections).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HlsAcceptanceTest {
    private static final String STREAM = "live";
    private static final String VIDEO = "video.m3u8";
    private static final String AUDIO = "audio.m3u8";
    private static final int TARGET_DURATION = 4;

    /** Segments of 2 s in a window of 30 s. */
    private static final int FULL_WINDOW = 15;

    private final TestingServer server = TestingServer.open(TestingServer.folder("acceptance"));
    private final TestingProcess publisher =
            Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp(STREAM));

    @BeforeAll
    void awaitSegments() {
        server.awaitSegments(STREAM, VIDEO, 2);
    }

    @AfterAll
    void close() {
        publisher.close();
        server.close();
    }

    private static String path(String file) {
        return "/live/" + STREAM + "/" + file;
    }

    private LivePlaylist video() {
        return server.playlist(STREAM, VIDEO);
    }

    private int status(String query) {
        return server.status(path(VIDEO + query));
    }

    /** 6.2.5.2. */
    @Test
    void part_without_sequence_is_refused() {
        assertThat(status("?_HLS_part=0")).isEqualTo(400);
    }

    /** 6.2.5.2. */
    @Test
    void far_future_is_refused_at_once() {
        long last = video().lastSequence();
        long start = System.nanoTime();
        assertThat(status("?_HLS_msn=" + (last + 4))).isEqualTo(400);
        assertThat(status("?_HLS_msn=" + (last + 1) + "&_HLS_part=40")).isEqualTo(400);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    /** 6.2.5.2. */
    @Test
    void past_sequence_answers_with_the_playlist() {
        long first = video().head().mediaSequence();
        LivePlaylist past = server.playlist(STREAM, VIDEO + "?_HLS_msn=" + (first - 5));
        assertThat(past.segments()).hasSizeGreaterThan(2);
        assertThat(past.head().skipped()).isZero();
    }

    /** 6.2.5.2. */
    @Test
    void part_past_the_end_means_the_next_segment() {
        long next = video().lastSequence();
        LivePlaylist answer =
                server.playlist(STREAM, VIDEO + "?_HLS_msn=" + next + "&_HLS_part=11");
        assertThat(answer.lastSequence()).isGreaterThan(next);
    }

    /** 6.2.5.1: six target durations are never skipped. */
    @Test
    void skip_is_announced_and_taken() {
        LivePlaylist whole = server.awaitSegments(STREAM, VIDEO, FULL_WINDOW);
        assertThat(whole.head().serverControl()).contains("CAN-SKIP-UNTIL=24");
        for (String value : List.of("YES", "v2")) {
            LivePlaylist delta = server.playlist(STREAM, VIDEO + "?_HLS_skip=" + value);
            assertThat(delta.head().skipped()).isPositive();
            assertThat(delta.lastSequence()).isGreaterThanOrEqualTo(whole.lastSequence());
            assertThat(delta.whole().stream().mapToDouble(Segment::duration).sum())
                    .isGreaterThanOrEqualTo(6.0 * TARGET_DURATION);
        }
        LivePlaylist other = server.playlist(STREAM, VIDEO + "?_HLS_skip=unknown");
        assertThat(other.head().skipped()).isZero();
    }

    /** 6.2.1. */
    @Test
    void each_part_comes_within_one_part_target() {
        LivePlaylist playlist = video();
        double target = playlist.head().partTarget();
        List<Double> gaps = new ArrayList<>();
        long last = System.nanoTime();
        for (int i = 0; i < 25; i++) {
            playlist = awaitNextPart(playlist);
            long now = System.nanoTime();
            gaps.add((now - last) / 1e9);
            last = now;
        }
        gaps.removeFirst();
        double mean = gaps.stream().mapToDouble(each -> each).average().orElseThrow();
        assertThat(mean).as("mean of " + gaps).isLessThan(target * 1.1);
        assertThat(gaps.stream().filter(gap -> gap > 2 * target).count())
                .as("late ones of " + gaps)
                .isLessThanOrEqualTo(2);
    }

    private LivePlaylist awaitNextPart(LivePlaylist playlist) {
        String hint = playlist.hint().orElseThrow();
        String[] numbers = hint.replaceAll(".*-(\\d+)\\.(\\d+)\\.m4s", "$1 $2").split(" ", 2);
        return server.playlist(
                STREAM, VIDEO + "?_HLS_msn=" + numbers[0] + "&_HLS_part=" + numbers[1]);
    }

    /** 6.2.6. */
    @Test
    void hinted_part_blocks_and_an_unhinted_one_is_not_found() {
        LivePlaylist playlist = video();
        String hint = playlist.hint().orElseThrow();
        HttpResponse<byte[]> part = server.get(path(hint));
        assertThat(part.statusCode()).isEqualTo(200);
        LivePlaylist next = video();
        Part listed =
                next.parts().stream()
                        .filter(each -> each.uri().equals(hint))
                        .findFirst()
                        .orElseThrow();
        Fragment fragment = Fragment.parse(part.body());
        assertThat(fragment.synchronous()).hasSize((int) Math.round(listed.duration() * 25));
        String stem = hint.substring(0, hint.lastIndexOf('-') + 1);
        assertThat(server.status(path(stem + (next.lastSequence() + 1) + ".5.m4s"))).isEqualTo(404);
    }

    /** 4.4.5.4. */
    @Test
    void rendition_reports_name_the_last_part() {
        for (String file : List.of(VIDEO, AUDIO)) {
            LivePlaylist playlist = server.playlist(STREAM, file);
            assertThat(playlist.reports()).hasSize(1);
            LivePlaylist.Report report = playlist.reports().getFirst();
            assertThat(report.uri()).isEqualTo(file.equals(VIDEO) ? AUDIO : VIDEO);
            LivePlaylist other = server.playlist(STREAM, report.uri());
            Segment named =
                    other.segments().stream()
                            .filter(each -> each.sequence() == report.sequence())
                            .findFirst()
                            .orElseThrow();
            assertThat(named.parts()).hasSizeGreaterThan((int) report.part());
            assertThat(other.lastSequence() - report.sequence()).isLessThanOrEqualTo(1);
        }
    }

    /** 6.2.2: three target durations in the playlist, as many again after it. */
    @Test
    void what_left_the_playlist_can_still_be_fetched() {
        server.awaitSegments(STREAM, VIDEO, FULL_WINDOW);
        LivePlaylist before = video();
        Segment oldest = before.whole().getFirst();
        assertThat(oldest.parts()).isEmpty();
        Part part = before.parts().getFirst();
        LivePlaylist after =
                Await.value(
                        "the part leaves the playlist",
                        Duration.ofSeconds(20),
                        () ->
                                Optional.of(video())
                                        .filter(each -> !each.text().contains(part.uri()))
                                        .filter(each ->
                                                each.head().mediaSequence()
                                                        > oldest.sequence() + 1));
        assertThat(server.status(path(part.uri()))).isEqualTo(200);
        assertThat(server.status(path(oldest.uri()))).isEqualTo(200);
        double listed = after.whole().stream().mapToDouble(Segment::duration).sum();
        assertThat(listed).isGreaterThanOrEqualTo(3.0 * TARGET_DURATION);
    }

    /** 4.4.3.1 and 6.2.1. */
    @Test
    void window_slides_by_one_and_the_target_stays() {
        LivePlaylist last = server.awaitSegments(STREAM, VIDEO, 7);
        for (int i = 0; i < 25; i++) {
            LivePlaylist next = awaitNextPart(last);
            assertThat(next.head().targetDuration()).isEqualTo(TARGET_DURATION);
            assertThat(next.head().mediaSequence() - last.head().mediaSequence()).isBetween(0L, 1L);
            assertThat(next.whole().stream().mapToDouble(Segment::duration).sum())
                    .isGreaterThanOrEqualTo(3.0 * TARGET_DURATION);
            assertThat(PlaylistRules.violations(next)).as(next.text()).isEmpty();
            assertThat(renamed(last, next)).isEmpty();
            last = next;
        }
    }

    /** Segments of the one playlist that have another address in the other. */
    private static List<Segment> renamed(LivePlaylist one, LivePlaylist other) {
        return one.whole().stream()
                .filter(each ->
                        other.whole().stream()
                                .anyMatch(that ->
                                        that.sequence() == each.sequence()
                                                && !that.uri().equals(each.uri())))
                .toList();
    }

    /** 4.4.3.8 and 6.2.4. */
    @Test
    void renditions_agree_and_no_playlist_type_is_there() {
        LivePlaylist video = video();
        LivePlaylist audio = server.playlist(STREAM, AUDIO);
        assertThat(PlaylistRules.violations(audio)).as(audio.text()).isEmpty();
        assertThat(PlaylistRules.misalignments(video, audio)).isEmpty();
    }

    /** 4.4.6.2. */
    @Test
    void codecs_name_all_formats() {
        String text = new String(server.get(path("index.m3u8")).body(), StandardCharsets.UTF_8);
        String line =
                text.lines().filter(each -> each.startsWith("#EXT-X-STREAM")).findFirst().get();
        assertThat(LivePlaylist.attribute(line, "CODECS").orElseThrow())
                .matches("avc1\\.[0-9a-f]{6},mp4a\\.40\\.2");
        assertThat(line).contains("RESOLUTION=320x180").contains("FRAME-RATE=25.000");
    }

    /** 6.2.1 recommends it. */
    @Test
    void playlists_are_compressed_for_those_who_take_it() throws IOException {
        for (String file : List.of("index.m3u8", VIDEO, AUDIO)) {
            HttpResponse<byte[]> answer = server.get(path(file), "Accept-Encoding", "gzip");
            assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
            try (GZIPInputStream in =
                    new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("#EXTM3U");
            }
            assertThat(server.get(path(file)).headers().firstValue("content-encoding")).isEmpty();
        }
    }
}
