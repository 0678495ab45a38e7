package online.nexuscos.streamcore.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.media.Colour;
import online.nexuscos.streamcore.packaging.Rendition;
import online.nexuscos.streamcore.packaging.WindowSnapshot;
import org.junit.jupiter.api.Test;

class MultivariantPlaylistTest {
    private static String of(TestingRendition... renditions) {
        List<WindowSnapshot> snapshots = new ArrayList<>();
        for (TestingRendition rendition : renditions) {
            snapshots.add(rendition.snapshot());
        }
        return MultivariantPlaylist.of(List.<Rendition>of(renditions), snapshots);
    }

    @Test
    void videoHasTheAudioAsItsGroup() {
        TestingRendition video = TestingRendition.video(0.2, 0).segment(2);
        video.frameRate = 30_000 / 1001.0;

        assertThat(of(video, TestingRendition.audio(0.2, 0).segment(2)))
                .isEqualTo(
                        """
                        #EXTM3U
                        #EXT-X-VERSION:6
                        #EXT-X-INDEPENDENT-SEGMENTS
                        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Audio",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="audio.m3u8"
                        #EXT-X-STREAM-INF:BANDWIDTH=3130000,AVERAGE-BANDWIDTH=2628000,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=29.970,AUDIO="audio"
                        video.m3u8
                        """);
    }

    @Test
    void audioAloneIsAVariant() {
        assertThat(of(TestingRendition.audio(0.2, 0).segment(2)))
                .isEqualTo(
                        """
                        #EXTM3U
                        #EXT-X-VERSION:6
                        #EXT-X-INDEPENDENT-SEGMENTS
                        #EXT-X-STREAM-INF:BANDWIDTH=130000,AVERAGE-BANDWIDTH=128000,CODECS="mp4a.40.2"
                        audio.m3u8
                        """);
    }

    @Test
    void videoOfAChangingFrameRateHasNone() {
        TestingRendition video = TestingRendition.video(0.334, 0).segment(2);
        video.frameRate = 0;

        assertThat(of(video))
                .doesNotContain("FRAME-RATE", "AUDIO")
                .endsWith("RESOLUTION=1280x720\nvideo.m3u8\n");
    }

    @Test
    void aBrighterPictureSaysSo() {
        TestingRendition video = TestingRendition.video(0.2, 0).segment(2);
        assertThat(of(video)).doesNotContain("VIDEO-RANGE");
        video.colour = new Colour(9, 16, 9, false);
        assertThat(of(video)).contains(",VIDEO-RANGE=PQ");
        video.colour = new Colour(9, 18, 9, false);
        assertThat(of(video)).contains(",VIDEO-RANGE=HLG");
    }

    @Test
    void thePeakIsNeverBelowTheAverage() {
        TestingRendition video = TestingRendition.video(0.2, 0).part();
        video.peakBitrate = 0;
        video.averageBitrate = 0;

        assertThat(of(video)).contains("BANDWIDTH=1,AVERAGE-BANDWIDTH=1,");
        video.averageBitrate = 500;
        assertThat(of(video)).contains("BANDWIDTH=500,AVERAGE-BANDWIDTH=500,");
    }

    @Test
    void oneSegmentWithoutAKeyframeMakesThemDependent() {
        TestingRendition video = TestingRendition.video(0.2, 0).segment(1).part(0.2, false);

        assertThat(of(video, TestingRendition.audio(0.2, 0).segment(2)))
                .doesNotContain("INDEPENDENT");
    }

    @Test
    void captionsAreNamedWhereTheyWereSeen() {
        TestingRendition video = TestingRendition.video(0.2, 0).part();
        assertThat(MultivariantPlaylist.of(List.of(video), List.of(video.snapshot())))
                .doesNotContain("CAPTIONS");
        video.captions = true;
        assertThat(MultivariantPlaylist.of(List.of(video), List.of(video.snapshot())))
                .contains("TYPE=CLOSED-CAPTIONS,GROUP-ID=\"captions\"")
                .contains("INSTREAM-ID=\"CC1\"")
                .contains(",CLOSED-CAPTIONS=\"captions\"\n");
    }
}
