package online.nexuscos.transcode.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinnedAddressTest {
    @ParameterizedTest
    @CsvSource({
        "srt://there.example:9000?streamid=a%2Fb, 1.2.3.4, srt://1.2.3.4:9000?streamid=a%2Fb",
        "rtsp://me:secret@there.example/a?b=c, 1.2.3.4, rtsp://me:secret@1.2.3.4/a?b=c",
        "rtmp://there.example/live/key?x=y, ::1, rtmp://[0:0:0:0:0:0:0:1]/live/key?x=y",
        "rtmps://there.example/live/key, 1.2.3.4, rtmps://there.example/live/key",
        "rtsps://there.example/a, 1.2.3.4, rtsps://there.example/a",
        "https://there.example/a.m3u8, 1.2.3.4, https://there.example/a.m3u8",
    })
    void names_the_machine_that_was_judged(String source, String judged, String url) {
        assertThat(PinnedAddress.of(URI.create(source), InetAddress.ofLiteral(judged)).url())
                .isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({
        "rtmp://there.example/live/key, rtmp://there.example:1935/live",
        "rtmp://there.example:99/app/instance/key, rtmp://there.example:99/app/instance",
        "rtmp://there.example/app/mp4:a/b, rtmp://there.example:1935/app",
        "rtmp://there.example/key, rtmp://there.example:1935/",
    })
    void tells_an_rtmp_server_its_name(String source, String name) {
        InetAddress judged = InetAddress.ofLiteral("1.2.3.4");
        assertThat(PinnedAddress.of(URI.create(source), judged).options())
                .containsEntry("rtmp_tcurl", name);
    }
}
