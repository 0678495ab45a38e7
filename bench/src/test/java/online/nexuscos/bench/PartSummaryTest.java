package online.nexuscos.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartSummaryTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final double TARGET_SECONDS = 0.2;

    @Test
    void findsTheNewPartsOfAPlaylist() {
        MediaPlaylist playlist = MediaPlaylist.parse(MediaPlaylistTest.LOW_LATENCY);
        Instant received = Instant.parse("2026-01-01T00:00:03.220Z");

        List<PartArrival> found =
                PartWatch.newParts(playlist, new MediaPlaylist.Position(71, 1), received, 7);

        assertThat(found)
                .containsExactly(
                        new PartArrival(
                                71,
                                1,
                                0.12,
                                Instant.parse("2026-01-01T00:00:02.700Z"),
                                received,
                                7),
                        new PartArrival(
                                72, 0, 0.2, Instant.parse("2026-01-01T00:00:03Z"), received, 7));
        assertThat(found.getLast().sinceFirstFrameMs()).isEqualTo(220);
        assertThat(found.getLast().sinceEndMs()).isEqualTo(20);
    }

    @Test
    void countsNoPartLateThatIsPrompt() {
        PartSummary summary = summary(1000, List.of(stream(200, 400, 600, 1000)));

        assertThat(summary.parts()).isEqualTo(4);
        assertThat(summary.late()).isZero();
        assertThat(summary.longestIntervalMs()).isEqualTo(400);
        assertThat(summary.firstFrameP50()).hasValue(210);
        assertThat(summary.endP99().orElseThrow()).isEqualTo(10);
    }

    @Test
    void countsIntervalsAboveTwiceTheTarget() {
        PartSummary summary =
                summary(1000, List.of(stream(200, 601, 900), stream(200, 400, 600, 900)));

        assertThat(summary.late()).isEqualTo(1);
        assertThat(summary.longestIntervalMs()).isEqualTo(401);
    }

    @Test
    void countsSilenceUpToTheEnd() {
        assertThat(summary(1000, List.of(stream(200, 400))).late()).isEqualTo(1);
        assertThat(summary(1000, List.of(List.of())).late()).isEqualTo(1);
    }

    @Test
    void leavesOutWhatCameBeforeAndAfter() {
        assertThat(summary(1000, List.of(stream(-100, 300, 600, 900, 1100))).parts()).isEqualTo(3);
    }

    @Test
    void hasNoLatencyWithoutDates() {
        PartArrival undated = new PartArrival(1, 0, 0.2, null, START, 100_000_000);

        PartSummary summary = summary(200, List.of(List.of(undated)));
        assertThat(summary.parts()).isEqualTo(1);
        assertThat(summary.firstFrameP50()).isEmpty();
    }

    private static PartSummary summary(long toMs, List<List<PartArrival>> streams) {
        return PartSummary.of(streams, TARGET_SECONDS, 0, Duration.ofMillis(toMs).toNanos());
    }

    /** Parts at these times, each 210 ms after its first frame. */
    private static List<PartArrival> stream(long... receivedMs) {
        return Arrays.stream(receivedMs)
                .mapToObj(ms ->
                        new PartArrival(
                                1,
                                0,
                                TARGET_SECONDS,
                                START.plusMillis(ms - 210),
                                START.plusMillis(ms),
                                Duration.ofMillis(ms).toNanos()))
                .toList();
    }
}
