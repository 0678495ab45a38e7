package online.nexuscos.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReloadTalkTest {
    private static final String PLAYLIST =
            """
            #EXTM3U
            #EXT-X-TARGETDURATION:4
            #EXT-X-PART-INF:PART-TARGET=0.2
            #EXT-X-MEDIA-SEQUENCE:7
            #EXTINF:2.0,
            a.m4s
            #EXT-X-PART:DURATION=0.2,URI="b.m4s"
            """;

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void asks_for_the_part_after_the_last() {
        ReloadTalk talk = new ReloadTalk("/live/a/video.m3u8");
        String answer =
                "HTTP/1.1 200 OK\r\nContent-Length: " + PLAYLIST.length() + "\r\n\r\n" + PLAYLIST;
        assertThat(talk.read(bytes(answer.substring(0, 30)))).isNull();
        assertThat(talk.read(bytes(answer.substring(30, answer.length() - 1)))).isNull();
        ByteBuffer request =
                Objects.requireNonNull(talk.read(bytes(answer.substring(answer.length() - 1))));
        assertThat(StandardCharsets.US_ASCII.decode(request).toString())
                .startsWith("GET /live/a/video.m3u8?_HLS_msn=8&_HLS_part=1 HTTP/1.1\r\n");
        assertThat(talk.answers()).isEqualTo(1);
    }

    @Test
    void another_answer_is_an_error() {
        ReloadTalk talk = new ReloadTalk("/live/a/video.m3u8");
        assertThatThrownBy(() ->
                        talk.read(
                                bytes("HTTP/1.1 404 Not Found\r\nContent-Length:" + " 0\r\n\r\n")))
                .hasMessage("answered HTTP/1.1 404 Not Found");
    }
}
