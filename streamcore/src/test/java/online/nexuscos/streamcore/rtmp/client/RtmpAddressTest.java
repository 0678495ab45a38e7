package online.nexuscos.streamcore.rtmp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import online.nexuscos.streamcore.rtmp.client.RtmpAddress.Protection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtmpAddressTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rtmp://host/live/key | '' | PLAIN | host | 1935 | live | key | rtmp://host/live",
                "RTMP://host:1936/live | key | PLAIN | host | 1936 | live | key |"
                        + " rtmp://host:1936/live",
                "rtmps://a.b:443/rtmp/ | FB-1?s_bl=1&x=/ | TLS | a.b | 443 | rtmp | FB-1?s_bl=1&x=/ |"
                        + " rtmps://a.b/rtmp",
                "rtmps://host/app/inst/key?a=b/c | '' | TLS | host | 443 | app/inst | key?a=b/c |"
                        + " rtmps://host/app/inst",
                "rtmp://[::1]:99/live/key | '' | PLAIN | ::1 | 99 | live | key |"
                        + " rtmp://[::1]:99/live",
                "rtmp://host/app?vhost=x | key | PLAIN | host | 1935 | app?vhost=x | key |"
                        + " rtmp://host/app?vhost=x"
            })
    void reads(
            String url,
            String key,
            Protection protection,
            String host,
            int port,
            String application,
            String name,
            String tcUrl) {
        RtmpAddress address = RtmpAddress.parse(url, key);
        assertThat(address).isEqualTo(new RtmpAddress(protection, host, port, application, name));
        assertThat(address.tcUrl()).isEqualTo(tcUrl);
        assertThat(address.toString()).doesNotContain(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "http://host/live/secret",
                "rtmp:///live/secret",
                "rtmp://host",
                "rtmp://host/secret",
                "rtmp://user:secret@host/live/secret",
                "rtmp://host:0/live/secret",
                "rtmp://host:70000/live/secret",
                "rtmp://host/live/secret#x",
                "rtmp://host/li ve/secret",
                "rtmp://host/live/s%zzecret"
            })
    void refusesAndShowsNothing(String url) {
        assertThatThrownBy(() -> RtmpAddress.parse(url, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .doesNotContain("secret");
    }

    @Test
    void isOfBoundedLength() {
        String url = "rtmp://host/live/" + "x".repeat(RtmpAddress.MAX_LENGTH);
        assertThatThrownBy(() -> RtmpAddress.parse(url, ""))
                .hasMessage("longer than 2048 characters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // where it is, where it is sent, where that is
                "rtmp://host/live/secret | '' | rtmp://host/live",
                "rtmp://host/live/secret | rtmp://other:99/app | rtmp://other:99/app",
                "rtmp://host/live/secret | rtmps://host/live | rtmps://host/live",
                "rtmp://host:99/live/secret | /backup/live | rtmp://host:99/backup/live",
                "rtmp://host:99/live/secret | //other/live | rtmp://other/live",
                "rtmps://host/live/secret | rtmp://host/live | ",
                "rtmp://host/live/secret | http://host/live | ",
                "rtmp://host/live/secret | rtmp://user@host/live | ",
                "rtmp://host/live/secret | rtmp://host | ",
                "rtmp://host/live/secret | 'rtmp:// x' | ",
            })
    void moves(String address, String next, String tcUrl) {
        Optional<RtmpAddress> moved = RtmpAddress.parse(address, "").moved(next);
        assertThat(moved.map(RtmpAddress::tcUrl)).isEqualTo(Optional.ofNullable(tcUrl));
        assertThat(moved.map(RtmpAddress::name).orElse("secret")).isEqualTo("secret");
    }
}
