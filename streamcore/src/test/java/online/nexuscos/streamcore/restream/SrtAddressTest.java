package online.nexuscos.streamcore.restream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import online.nexuscos.streamcore.srt.SrtCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SrtAddressTest {
    @Test
    void reads_all_that_is_known() {
        SrtAddress address =
                SrtAddress.parse(
                        "srt://there.example:9000?mode=caller&streamid=live%2Fkey&latency=400"
                                + "&passphrase=correct+horse%20battery&pbkeylen=32&transtype=live",
                        "");
        assertThat(address.call())
                .isEqualTo(new SrtCall("live/key", 400, Optional.of("correct+horse battery"), 32));
        assertThat(address.host()).isEqualTo("there.example");
        assertThat(address.port()).isEqualTo(9000);
        assertThat(address.toString()).isEqualTo("srt://there.example:9000");
        assertThat(address.call().toString()).isEqualTo("SrtCall[400 ms]");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "srt://[::1]:9000, ::1",
                "srt://1.2.3.4:9000?latency=120000, 1.2.3.4",
                "\" srt://1.2.3.4:9000?pbkeylen=0&passphrase= \", 1.2.3.4"
            })
    void has_defaults(String url, String host) {
        SrtAddress address = SrtAddress.parse(url, "");
        assertThat(address.host()).isEqualTo(host);
        assertThat(address.call()).isEqualTo(new SrtCall("", 120, Optional.empty(), 16));
    }

    @ParameterizedTest
    @CsvSource({
        "'#!::u=key,m=publish', ''",
        "%23!%3A%3Au%3Dkey%2Cm%3Dpublish, ''",
        "other, '#!::u=key,m=publish'"
    })
    void a_stream_id_may_be_a_list(String streamId, String key) {
        SrtAddress address = SrtAddress.parse("srt://1.2.3.4:9000?streamid=" + streamId, key);
        assertThat(address.call().streamId()).isEqualTo("#!::u=key,m=publish");
        assertThat(address.call().key()).isEqualTo("key");
    }

    @ParameterizedTest
    @CsvSource({
        "srt://1.2.3.4, no address",
        "srt://user@1.2.3.4:1, no address",
        "srt://1.2.3.4:1?mode=listener, mode",
        "srt://1.2.3.4:1?latency=soon, latency: no number",
        "srt://1.2.3.4:1?latency=1, latency: 1 ms",
        "srt://1.2.3.4:1?passphrase=secret, passphrase: of 6 characters",
        "srt://1.2.3.4:1?pbkeylen=20, key length: 20",
        "srt://1.2.3.4:1?streamid=%zz, an option that is not escaped well"
    })
    void is_refused_without_being_shown(String url, String reason) {
        assertThatThrownBy(() -> SrtAddress.parse(url, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(reason)
                .hasMessageNotContaining("secret");
    }
}
