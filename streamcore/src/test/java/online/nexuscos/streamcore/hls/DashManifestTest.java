package online.nexuscos.streamcore.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import online.nexuscos.streamcore.packaging.Rendition;
import org.junit.jupiter.api.Test;

/** What the manifest says of a window that moves. */
class DashManifestTest {
    private static final long FIRST = 7;

    private final TestingRendition video = TestingRendition.video(0.2, FIRST);
    private final TestingRendition audio = TestingRendition.audio(0.214, FIRST);
    private final DashPeriods periods = new DashPeriods();

    private List<DashPeriods.Period> update() {
        List<Rendition> all = List.of(video, audio);
        return periods.update(all, all.stream().map(Rendition::snapshot).toList());
    }

    private String write() {
        DashManifest.Pieces pieces = DashManifest.of(update(), video.snapshot().ended());
        return pieces.head() + "now" + pieces.tail();
    }

    private void both(int segments) {
        for (int i = 0; i < segments; i++) {
            video.segment(10);
            audio.part(2, true).endSegment();
        }
    }

    private void begin() {
        video.part();
        audio.part();
    }

    private static List<String> all(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().map(MatchResult::group).toList();
    }

    private static List<String> ids(List<DashPeriods.Period> periods) {
        return periods.stream().map(DashPeriods.Period::id).toList();
    }

    @Test
    void lists_what_is_whole_and_what_is_in_the_making() {
        both(3);
        begin();
        String text = write();
        assertThat(all(text, "<S [^>]*>"))
                .containsExactly(
                        "<S t=\"900000\" d=\"180000\" r=\"2\"/>",
                        "<S d=\"184500\"/>",
                        "<S t=\"480000\" d=\"96000\" r=\"2\"/>",
                        "<S d=\"98400\"/>");
        assertThat(text)
                .contains("availabilityStartTime=\"1960-01-01T00:00:00.000Z\"")
                .contains("startNumber=\"7\" availabilityTimeOffset=\"1.850\"")
                .contains("availabilityTimeComplete=\"false\"")
                .contains("media=\"v-k3-$Number$.m4s\"")
                .contains("initialization=\"a-k3-init0.mp4\"")
                .contains("<Period id=\"k3-7\" start=\"PT2082942245.678S\">")
                .contains("frameRate=\"25\"")
                .contains("<Latency target=\"2500\"")
                .doesNotContain("mediaPresentationDuration");
    }

    @Test
    void parts_that_change_nothing_leave_it_as_it_is() {
        both(2);
        begin();
        String before = write();
        begin();
        assertThat(write()).isEqualTo(before);
    }

    /** Longer than the one before: it may be as long as a segment can be. */
    @Test
    void segment_that_outgrows_its_predecessor_is_given_the_most() {
        both(2);
        video.parts(10);
        audio.part();
        assertThat(all(write(), "<S [^>]*>").get(1)).isEqualTo("<S d=\"364500\"/>");
    }

    @Test
    void period_keeps_its_name_and_time_when_its_first_segments_go() {
        both(3);
        begin();
        DashPeriods.Period before = update().getFirst();
        video.retire();
        audio.retire();
        DashPeriods.Period after = update().getFirst();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.startMs()).isEqualTo(before.startMs());
        assertThat(write()).contains("startNumber=\"8\"").contains("t=\"1080000\"");
    }

    @Test
    void discontinuity_begins_a_period_at_its_own_time() {
        both(2);
        assertThat(ids(update())).containsExactly("k3-7");
        video.discontinue().newInitialization();
        audio.discontinue();
        video.wallClockMs += 3_000;
        audio.wallClockMs += 3_000;
        video.part();
        assertThat(ids(update())).as("the sound is not there yet").containsExactly("k3-7");
        audio.part();
        List<DashPeriods.Period> two = update();
        assertThat(ids(two)).containsExactly("k3-7", "k3-9");
        assertThat(two.get(1).startMs() - two.get(0).startMs()).isEqualTo(7_000);
        assertThat(write())
                .contains("presentationTimeOffset=\"1260000\"")
                .contains("v-k3-init1.mp4");
        video.retire().retire();
        audio.retire().retire();
        assertThat(ids(update())).containsExactly("k3-9");
    }

    @Test
    void period_that_nobody_asked_about_is_still_one_of_its_own() {
        both(2);
        update();
        video.discontinue();
        audio.discontinue();
        both(3);
        video.retire().retire().retire();
        audio.retire().retire().retire();
        assertThat(ids(update())).containsExactly("k3-10");
    }

    /** In each manifest of a stream that goes through everything, and from one to the next. */
    @Test
    void no_segment_changes_its_number_or_its_place() {
        Map<String, Long> starts = new TreeMap<>();
        both(1);
        for (int i = 0; i < 40; i++) {
            if (i % 9 == 8) {
                video.discontinue();
                audio.discontinue();
                video.wallClockMs += 1_500;
                audio.wallClockMs += 1_500;
            }
            both(1);
            if (i > 6) {
                video.retire();
                audio.retire();
            }
            long end = Long.MIN_VALUE;
            for (DashPeriods.Period period : update()) {
                assertThat(period.startMs()).isGreaterThanOrEqualTo(end);
                Long known = starts.putIfAbsent(period.id(), period.startMs());
                assertThat(known == null || known == period.startMs()).isTrue();
                end = period.startMs() + 2_000L * period.contents().getFirst().segments().size();
                assertThat(period.contents()).hasSize(2);
            }
        }
        assertThat(starts).hasSize(5);
    }

    @Test
    void missing_sound_makes_a_period_without_it() {
        both(2);
        begin();
        update();
        video.parts(9).endSegment();
        audio.endSegment();
        video.segment(10).part();
        audio.gap().endSegment();
        List<DashPeriods.Period> silent = update();
        assertThat(ids(silent)).containsExactly("k3-7", "k3-10");
        assertThat(silent.getLast().contents())
                .extracting(each -> each.rendition().name())
                .containsExactly("video");
        assertThat(silent.getLast().startMs() - silent.getFirst().startMs()).isEqualTo(6_000);
        video.parts(9).endSegment();
        audio.mediaSeconds = video.mediaSeconds - 2;
        audio.part(2, true).endSegment();
        assertThat(ids(update())).containsExactly("k3-7", "k3-10", "k3-11");
    }

    @Test
    void publisher_whose_clock_falls_behind_gets_a_period() {
        both(3);
        assertThat(ids(update())).hasSize(1);
        video.wallClockMs += DashPeriods.MAX_LAG_MS;
        both(1);
        assertThat(ids(update())).hasSize(1);
        video.wallClockMs += 2;
        both(1);
        List<DashPeriods.Period> two = update();
        assertThat(ids(two)).containsExactly("k3-7", "k3-11");
        assertThat(two.get(1).startMs() - two.get(0).startMs()).isEqualTo(9_002);
    }

    @Test
    void end_is_told() {
        both(2);
        video.end();
        audio.end();
        assertThat(write())
                .contains("mediaPresentationDuration=\"PT2082942249.678S\"")
                .contains("type=\"dynamic\"")
                .doesNotContain("minimumUpdatePeriod");
    }

    @Test
    void odd_frame_rates_are_left_out() {
        both(1);
        List<String> rates = new ArrayList<>();
        for (double rate : new double[] {30_000 / 1001.0, 23.976, 12.5, 0}) {
            video.frameRate = rate;
            rates.addAll(all(write(), " frameRate=\"[^\"]*\""));
        }
        assertThat(rates).containsExactly(" frameRate=\"30000/1001\"", " frameRate=\"24000/1001\"");
    }
}
