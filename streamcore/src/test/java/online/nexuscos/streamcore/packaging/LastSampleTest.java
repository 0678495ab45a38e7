package online.nexuscos.streamcore.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.List;
import online.nexuscos.streamcore.hub.TestingMedia;
import online.nexuscos.streamcore.media.Epoch;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.Track;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LastSampleTest {
    private static final Track SOUND = TestingMedia.AUDIO;
    private static final long FRAME = 1024;

    private static Packet sound(long dts) {
        return new Packet(
                new Epoch(0, List.of(SOUND)),
                SOUND,
                dts,
                dts,
                FRAME,
                true,
                0,
                0,
                Unpooled.EMPTY_BUFFER);
    }

    /** The last of a publisher's sound, 60 ms after the beginning of its part. */
    @ParameterizedTest
    @CsvSource({
        "0,     1024, it ends the rendition that is the longest",
        "0.06,  1024, the other one ended before",
        "0.1,   1920, and here it would leave a hole",
        "0.18,  5760, the longest that is no gap",
        "0.24,  6720, no part is longer than its target",
    })
    void lastsUntilTheOtherRenditionEnds(double latest, long expected, String why) {
        LastSample sample = new LastSample(SOUND, 0, 0.2);
        assertThat(sample.duration(sound(2880), 0, 0.06, null, latest)).as(why).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 1024", "0.1, 1920"})
    void doesNotReachOverWhatIsMissing(double latest, long expected) {
        LastSample sample = new LastSample(SOUND, 0, 2);
        assertThat(sample.duration(sound(2880), 0, 0.06, null, latest)).isEqualTo(expected);
    }
}
