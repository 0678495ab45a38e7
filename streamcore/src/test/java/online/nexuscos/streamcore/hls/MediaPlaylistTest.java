package online.nexuscos.streamcore.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import online.nexuscos.streamcore.packaging.Rendition;
import online.nexuscos.streamcore.packaging.WindowSnapshot;
import org.junit.jupiter.api.Test;

class MediaPlaylistTest {
    private static String whole(TestingRendition... renditions) {
        return MediaPlaylist.whole(List.<Rendition>of(renditions), snapshots(renditions), 0);
    }

    private static String delta(TestingRendition... renditions) {
        return MediaPlaylist.delta(List.<Rendition>of(renditions), snapshots(renditions), 0);
    }

    private static List<WindowSnapshot> snapshots(TestingRendition... renditions) {
        List<WindowSnapshot> snapshots = new ArrayList<>();
        for (TestingRendition rendition : renditions) {
            snapshots.add(rendition.snapshot());
        }
        return snapshots;
    }

    @Test
    void aSegmentInTheMakingIsItsPartsAndAHint() {
        TestingRendition video = TestingRendition.video(0.2, 7).parts(2).endSegment().parts(2);
        TestingRendition audio = TestingRendition.audio(0.214, 7).segment(2).part();

        assertThat(whole(video, audio))
                .isEqualTo(
                        """
                        #EXTM3U
                        #EXT-X-VERSION:9
                        #EXT-X-TARGETDURATION:4
                        #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.642,CAN-SKIP-UNTIL=24
                        #EXT-X-PART-INF:PART-TARGET=0.200
                        #EXT-X-MEDIA-SEQUENCE:7
                        #EXT-X-DISCONTINUITY-SEQUENCE:0
                        #EXT-X-INDEPENDENT-SEGMENTS
                        #EXT-X-MAP:URI="v-k3-init0.mp4"
                        #EXT-X-PROGRAM-DATE-TIME:2026-01-02T03:04:05.678Z
                        #EXT-X-PART:DURATION=0.20000,URI="v-k3-7.0.m4s",INDEPENDENT=YES
                        #EXT-X-PART:DURATION=0.20000,URI="v-k3-7.1.m4s"
                        #EXTINF:0.40000,
                        v-k3-7.m4s
                        #EXT-X-PROGRAM-DATE-TIME:2026-01-02T03:04:06.078Z
                        #EXT-X-PART:DURATION=0.20000,URI="v-k3-8.0.m4s",INDEPENDENT=YES
                        #EXT-X-PART:DURATION=0.20000,URI="v-k3-8.1.m4s"
                        #EXT-X-PRELOAD-HINT:TYPE=PART,URI="v-k3-8.2.m4s"
                        #EXT-X-RENDITION-REPORT:URI="audio.m3u8",LAST-MSN=8,LAST-PART=0
                        """);
    }

    @Test
    void theEndHasNoHintAndNoReport() {
        TestingRendition video = TestingRendition.video(0.2, 0).segment(1).end();
        TestingRendition audio = TestingRendition.audio(0.2, 0).segment(1).end();

        assertThat(whole(video, audio))
                .endsWith("#EXTINF:0.20000,\nv-k3-0.m4s\n#EXT-X-ENDLIST\n")
                .doesNotContain("PRELOAD-HINT", "RENDITION-REPORT");
    }

    @Test
    void aDiscontinuityBringsItsInitializationAndIsCountedWhenItLeaves() {
        TestingRendition video = TestingRendition.video(0.2, 0).segment(1);
        video.discontinue().newInitialization().segment(1).segment(1);

        assertThat(whole(video))
                .contains("#EXT-X-DISCONTINUITY-SEQUENCE:0\n")
                .contains(
                        """
                        v-k3-0.m4s
                        #EXT-X-DISCONTINUITY
                        #EXT-X-MAP:URI="v-k3-init1.mp4"
                        #EXT-X-PROGRAM-DATE-TIME:2026-01-02T03:04:05.878Z
                        """)
                .containsOnlyOnce("init1");

        video.retire();
        assertThat(whole(video))
                .contains("#EXT-X-MEDIA-SEQUENCE:1\n#EXT-X-DISCONTINUITY-SEQUENCE:0\n")
                .contains("#EXT-X-DISCONTINUITY\n");
        video.retire();
        assertThat(whole(video))
                .contains("#EXT-X-MEDIA-SEQUENCE:2\n#EXT-X-DISCONTINUITY-SEQUENCE:1\n")
                .doesNotContain("#EXT-X-DISCONTINUITY\n")
                .contains("#EXT-X-MAP:URI=\"v-k3-init1.mp4\"\n");
    }

    @Test
    void missingMediaIsAGap() {
        TestingRendition video = TestingRendition.video(0.2, 0).segment(1);
        video.gap().gap().endSegment().part().gap();

        assertThat(whole(video))
                .contains(
                        """
                        #EXT-X-PART:DURATION=0.20000,URI="v-k3-1.0.m4s",GAP=YES
                        #EXT-X-PART:DURATION=0.20000,URI="v-k3-1.1.m4s",GAP=YES
                        #EXT-X-GAP
                        #EXTINF:0.40000,
                        v-k3-1.m4s
                        """)
                .contains("URI=\"v-k3-2.1.m4s\",GAP=YES\n")
                .contains("#EXT-X-INDEPENDENT-SEGMENTS\n")
                .containsOnlyOnce("#EXT-X-GAP\n");
    }

    @Test
    void segmentsAreIndependentOnlyWhileAllBeginWithAKeyframe() {
        TestingRendition video = TestingRendition.video(0.2, 0).part(0.2, false).endSegment();
        video.segment(2);

        assertThat(whole(video)).doesNotContain("INDEPENDENT-SEGMENTS");
        assertThat(whole(video.retire())).contains("INDEPENDENT-SEGMENTS");
    }

    @Test
    void partsAreListedWithinThreeTargetDurationsOfTheEdge() {
        TestingRendition video = TestingRendition.video(0.2, 0).segments(10, 10).parts(5);

        String playlist = whole(video);

        // The edge is at 21 s: segment 4 ends 11 s before it, segment 3 ends 13 s before it.
        assertThat(playlist).contains("v-k3-4.0.m4s").doesNotContain("v-k3-3.9.m4s");
        assertThat(playlist).contains("\nv-k3-3.m4s\n");
    }

    @Test
    void aDeltaLeavesOutWhatIsBeyondTheSkipBoundary() {
        TestingRendition video = TestingRendition.video(0.2, 100).segments(15, 10).parts(3);

        assertThat(MediaPlaylist.skippable(video.snapshot())).isEqualTo(3);
        assertThat(delta(video))
                .contains(
                        """
                        #EXT-X-MEDIA-SEQUENCE:100
                        #EXT-X-DISCONTINUITY-SEQUENCE:0
                        #EXT-X-INDEPENDENT-SEGMENTS
                        #EXT-X-SKIP:SKIPPED-SEGMENTS=3
                        #EXT-X-PROGRAM-DATE-TIME:2026-01-02T03:04:11.678Z
                        #EXTINF:2.00000,
                        v-k3-103.m4s
                        """)
                .doesNotContain("v-k3-102.m4s");
        String whole = whole(video);
        assertThat(delta(video)).endsWith(whole.substring(whole.indexOf("v-k3-103.m4s")));
    }

    @Test
    void aDeltaNamesAnInitializationThatItsSkippedSegmentsDoNotHave() {
        TestingRendition video = TestingRendition.video(0.2, 0).segments(3, 10);
        video.discontinue().newInitialization().segments(12, 10);

        assertThat(delta(video))
                .contains("SKIPPED-SEGMENTS=3\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"v-k3-init1");
    }

    @Test
    void nothingIsSkippedInAShortWindow() {
        TestingRendition video = TestingRendition.video(0.2, 0).segments(12, 10).parts(9);

        assertThat(MediaPlaylist.skippable(video.snapshot())).isZero();
        assertThat(MediaPlaylist.skippable(video.part().endSegment().snapshot())).isOne();
    }

    @Test
    void allRenditionsSayTheSameOfTheServerAndTheTarget() {
        TestingRendition video = TestingRendition.video(0.2, 0).segment(2);
        TestingRendition audio = TestingRendition.audio(0.214, 0).segment(2);

        assertThat(line(whole(video, audio), "#EXT-X-SERVER-CONTROL"))
                .isEqualTo(line(whole(audio, video), "#EXT-X-SERVER-CONTROL"));
        assertThat(line(whole(video, audio), "#EXT-X-TARGETDURATION"))
                .isEqualTo(line(whole(audio, video), "#EXT-X-TARGETDURATION"));
    }

    private static String line(String playlist, String tag) {
        return playlist.lines().filter(each -> each.startsWith(tag)).findFirst().orElseThrow();
    }

    @Test
    void numbersHaveAPointInEveryLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(new PlaylistText(8).add(0.2084, 3).toString()).isEqualTo("0.208");
            assertThat(new PlaylistText(8).add(12.99999666, 5).toString()).isEqualTo("13.00000");
            assertThat(new PlaylistText(8).add(2.00004, 5).toString()).isEqualTo("2.00004");
            assertThat(new PlaylistText(8).addTime(951_782_400_007L).toString())
                    .isEqualTo("2000-02-29T00:00:00.007Z");
        } finally {
            Locale.setDefault(before);
        }
    }

    /** In all playlists, and in a delta update too; escaped so that no quoted string ends early. */
    @Test
    void cuesAreDateRanges() {
        TestingRendition video =
                TestingRendition.video(0.2, 7)
                        .cue(3, "score", "{\"a\":\"1%\n\"}")
                        .segment(2)
                        .part();
        TestingRendition audio = TestingRendition.audio(0.214, 7).segment(2).part();
        List<Rendition> all = List.of(video, audio);
        List<WindowSnapshot> snapshots = all.stream().map(Rendition::snapshot).toList();
        for (int i = 0; i < 2; i++) {
            assertThat(MediaPlaylist.whole(all, snapshots, i))
                    .contains(
                            "\n#EXT-X-DATERANGE:ID=\"k3-3\",CLASS=\"cue\","
                                    + "START-DATE=\"2026-01-02T03:04:05.678Z\",X-NAME=\"score\","
                                    + "X-VALUE=\"{%22a%22:%221%25%0A%22}\"\n");
        }
    }
}
