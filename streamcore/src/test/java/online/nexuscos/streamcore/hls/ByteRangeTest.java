package online.nexuscos.streamcore.hls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=10-19, 10, 10",
        "bytes=90-99, 90, 10",
        "bytes=90-100, 90, 10",
        "bytes=90-999999999999999999, 90, 10",
        "bytes=90-, 90, 10",
        "bytes=0-, 0, 100",
        "bytes=-1, 99, 1",
        "bytes=-100, 0, 100",
        "bytes=-999999999999, 0, 100",
        "bytes=100-, 100, 0",
        "bytes=100-200, 100, 0",
        "bytes=-0, 100, 0",
    })
    void isOfAHundredBytes(String header, int start, int length) {
        assertThat(ByteRange.of(header, 100)).isEqualTo(new ByteRange(start, length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=5",
                "bytes=5-4",
                "bytes=a-b",
                "bytes=0-1,3-4",
                "bytes= 0-1",
                "items=0-1",
                "-bytes=",
                "bytes=0-99999999999999999999",
            })
    void isIgnoredWhereItMeansNothing(String header) {
        assertThat(ByteRange.of(header, 100)).isNull();
    }
}
