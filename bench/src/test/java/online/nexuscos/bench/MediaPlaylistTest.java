package online.nexuscos.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaPlaylistTest {
    static final String LOW_LATENCY =
            """
            #EXTM3U
            #EXT-X-VERSION:9
            #EXT-X-TARGETDURATION:4
            #EXT-X-SERVER-CONTROL:CAN-SKIP-UNTIL=24.0,CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.6
            #EXT-X-PART-INF:PART-TARGET=0.2
            #EXT-X-MEDIA-SEQUENCE:70
            #EXT-X-MAP:URI="init-0.mp4"
            #EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00.500Z
            #EXTINF:2.000,
            70.m4s
            #EXT-X-PART:DURATION=0.2,URI="71,0.m4s",INDEPENDENT=YES
            #EXT-X-PART:DURATION=0.12,URI="71.1.m4s"
            #EXTINF:0.320,title
            71.m4s
            #EXT-X-PROGRAM-DATE-TIME:2026-01-01T02:00:03.000+02:00
            #EXT-X-PART:DURATION=0.2,URI="72.0.m4s",INDEPENDENT=YES
            #EXT-X-PRELOAD-HINT:TYPE=PART,URI="72.1.m4s"
            #EXT-X-RENDITION-REPORT:URI="../audio/x.m3u8",LAST-MSN=72,LAST-PART=0
            """;

    @Test
    void readsSegmentsAndParts() {
        MediaPlaylist playlist = MediaPlaylist.parse(LOW_LATENCY);

        assertThat(playlist.canBlock()).isTrue();
        assertThat(playlist.partTargetSeconds()).isEqualTo(0.2);
        assertThat(playlist.variants()).isEmpty();
        assertThat(playlist.segments())
                .extracting(MediaPlaylist.Segment::sequence)
                .containsExactly(70L, 71L, 72L);
        assertThat(playlist.segments().get(1).parts())
                .containsExactly(
                        new MediaPlaylist.Part("71,0.m4s", 0.2),
                        new MediaPlaylist.Part("71.1.m4s", 0.12));
        assertThat(playlist.completeSegments())
                .extracting(MediaPlaylist.Segment::uri)
                .containsExactly("70.m4s", "71.m4s");
        assertThat(playlist.completeSeconds()).isEqualTo(2.32);
    }

    @Test
    void countsDatesOnFromTheSegmentBefore() {
        assertThat(MediaPlaylist.parse(LOW_LATENCY).segments())
                .extracting(MediaPlaylist.Segment::start)
                .containsExactly(
                        Instant.parse("2026-01-01T00:00:00.500Z"),
                        Instant.parse("2026-01-01T00:00:02.500Z"),
                        Instant.parse("2026-01-01T00:00:03Z"));
    }

    @Test
    void asksForThePartAfterTheLast() {
        assertThat(MediaPlaylist.parse(LOW_LATENCY).next())
                .isEqualTo(new MediaPlaylist.Position(72, 1));
        String whole = LOW_LATENCY.substring(0, LOW_LATENCY.indexOf("71.m4s") + "71.m4s".length());
        assertThat(MediaPlaylist.parse(whole).next()).isEqualTo(new MediaPlaylist.Position(72, 0));
        assertThat(MediaPlaylist.parse("#EXTM3U\n").next())
                .isEqualTo(new MediaPlaylist.Position(0, 0));
    }

    @Test
    void readsAPlainPlaylist() {
        MediaPlaylist playlist =
                MediaPlaylist.parse(
                        "#EXTM3U\r\n#EXT-X-MEDIA-SEQUENCE:3\r\n#EXTINF:2.000,\r\nb0-3.ts\r\n");

        assertThat(playlist.hasParts()).isFalse();
        assertThat(playlist.canBlock()).isFalse();
        assertThat(playlist.segments().getFirst().uri()).isEqualTo("b0-3.ts");
        assertThat(playlist.segments().getFirst().start()).isNull();
    }

    @Test
    void readsVariants() {
        String text =
                """
                #EXTM3U
                #EXT-X-MEDIA:TYPE=AUDIO,URI="audio.m3u8",GROUP-ID="a"
                #EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="avc1.640020,mp4a.40.2"
                video.m3u8?x=1
                """;

        assertThat(MediaPlaylist.parse(text).variants()).containsExactly("video.m3u8?x=1");
        assertThat(MediaPlaylist.parse(text).segments()).isEmpty();
    }

    @Test
    void findsAttributesByTheirWholeName() {
        String tag = "#EXT-X-X:PART-URI=\"a,URI=b\",URI=\"c\",DURATION=1.5";

        assertThat(MediaPlaylist.attribute(tag, "PART-URI")).isEqualTo("a,URI=b");
        assertThat(MediaPlaylist.attribute(tag, "DURATION")).isEqualTo("1.5");
        assertThat(MediaPlaylist.attribute(tag, "MISSING")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:x",
                "#EXTM3U\n#EXTINF:two,",
                "#EXTM3U\n#EXT-X-PROGRAM-DATE-TIME:yesterday"
            })
    void refusesWhatIsNoPlaylist(String text) {
        assertThatExceptionOfType(BenchException.class).isThrownBy(() -> MediaPlaylist.parse(text));
    }
}
