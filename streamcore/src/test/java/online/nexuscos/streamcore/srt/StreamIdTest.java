package online.nexuscos.streamcore.srt;

import static org.assertj.core.api.Assertions.assertThat;

import online.nexuscos.streamcore.srt.StreamId.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamIdTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "live_key|PUBLISH|live_key",
                "live/live_key|PUBLISH|live_key",
                "''|PUBLISH|''",
                "#!::u=key|PUBLISH|key",
                "#!::r=name,m=publish,u=key|PUBLISH|key",
                "#!::m=publish,r=live/key|PUBLISH|key",
                "#!::m=request,u=key|OTHER|key",
                "#!::m=bidirectional,u=key|OTHER|key",
                "#!::h=host,x,=,u=|PUBLISH|''",
                "#!::|PUBLISH|''",
            })
    void says_what_a_caller_wants(String text, Mode mode, String key) {
        assertThat(StreamId.parse(text)).isEqualTo(new StreamId(mode, key));
    }

    @Test
    void a_key_that_is_too_long_is_none() {
        assertThat(StreamId.parse("k".repeat(257)).key()).isEmpty();
    }
}
