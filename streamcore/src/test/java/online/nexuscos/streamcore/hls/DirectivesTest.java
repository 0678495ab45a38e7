package online.nexuscos.streamcore.hls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectivesTest {
    private static Directives of(String query) {
        return Directives.of("?" + query, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "'', -1, -1, false",
        "_HLS_msn=5, 5, -1, false",
        "_HLS_msn=5&_HLS_part=0, 5, 0, false",
        "_HLS_part=12&_HLS_msn=0, 0, 12, false",
        "_HLS_skip=YES, -1, -1, true",
        "_HLS_msn=5&_HLS_part=2&_HLS_skip=v2, 5, 2, true",
        "_HLS_skip=NO, -1, -1, false",
        "_HLS_skip=, -1, -1, false",
        "token=a&&x&_HLS_msn=7&=, 7, -1, false",
        "a_HLS_msn=7, -1, -1, false",
        "_HLS_msn=999999999999999999, 999999999999999999, -1, false",
    })
    void areRead(String query, long sequence, long part, boolean skip) {
        assertThat(of(query)).isEqualTo(new Directives(sequence, part, skip, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_HLS_part=1",
                "_HLS_msn=",
                "_HLS_msn=-1",
                "_HLS_msn=+1",
                "_HLS_msn=1.0",
                "_HLS_msn=abc",
                "_HLS_msn=0x1",
                "_HLS_msn=%31",
                "_HLS_msn=1000000000000000000",
                "_HLS_msn=99999999999999999999999999999",
                "_HLS_msn=5&_HLS_part=",
                "_HLS_msn=5&_HLS_part=-1",
                "_HLS_msn=5&_HLS_part=99999999999999999999",
                "_HLS_msn=\u0661",
            })
    void thatMeanNothingAreInvalid(String query) {
        assertThat(of(query).valid()).isFalse();
    }

    /** Segment 10 is the last whole one, of 5 parts; 11 has its parts 0 and 1. */
    @ParameterizedTest
    @CsvSource({
        "0, -1, true, false",
        "10, -1, true, false",
        "10, 4, true, false",
        "10, 5, true, false",
        "10, 999, true, false",
        "11, -1, false, false",
        "11, 0, true, false",
        "11, 1, true, false",
        "11, 2, false, false",
        "11, 16, false, false",
        "11, 17, false, true",
        "12, -1, false, false",
        "12, 0, false, false",
        "12, 14, false, false",
        "12, 15, false, true",
        "13, -1, false, true",
        "13, 0, false, true",
    })
    void inASegmentInTheMaking(long sequence, long part, boolean satisfied, boolean tooFar) {
        TestingRendition video = TestingRendition.video(0.2, 9).segments(2, 5).parts(2);
        Directives directives = new Directives(sequence, part, false, true);

        assertThat(directives.isSatisfied(video.snapshot())).isEqualTo(satisfied);
        assertThat(directives.isTooFar(video.snapshot())).isEqualTo(tooFar);
    }

    /** Segment 10 is the last whole one, of 5 parts; 11 has none. */
    @ParameterizedTest
    @CsvSource({
        "9, 7, true",
        "10, -1, true",
        "10, 4, true",
        "10, 5, false",
        "11, -1, false",
        "11, 0, false"
    })
    void betweenSegments(long sequence, long part, boolean satisfied) {
        TestingRendition video = TestingRendition.video(0.2, 9).segments(2, 5);
        Directives directives = new Directives(sequence, part, false, true);

        assertThat(directives.isSatisfied(video.snapshot())).isEqualTo(satisfied);
        assertThat(directives.isSatisfied(video.part().snapshot()))
                .isEqualTo(satisfied || part >= 0);
    }

    @Test
    void ofAnEndedPlaylistAreSatisfied() {
        TestingRendition video = TestingRendition.video(0.2, 9).segments(2, 5).end();

        assertThat(new Directives(99, 3, false, true).isSatisfied(video.snapshot())).isTrue();
    }

    @Test
    void longPartsAreLimitedToThree() {
        TestingRendition video = TestingRendition.video(1.5, 0).segment(2);

        assertThat(new Directives(1, 2, false, true).isTooFar(video.snapshot())).isFalse();
        assertThat(new Directives(1, 3, false, true).isTooFar(video.snapshot())).isTrue();
    }
}
