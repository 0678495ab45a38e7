package online.nexuscos.streamcore.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pass in the path: found, asked about, and no part of the stream's name. */
class HlsOriginPassTest {
    @ParameterizedTest
    @CsvSource({
        "/live/demo/index.m3u8, 403",
        "/live/~bad/demo/index.m3u8, 403",
        "/live/~/demo/index.m3u8, 403",
        "/live/~good/other/index.m3u8, 404",
        "/live/~good/index.m3u8, 418",
        "/live/~good/~good/demo/index.m3u8, 418",
        "/live/~good/demo/video.mp4, 404",
        "/live/~bad/demo/video.m4s, 403"
    })
    void asksForEachFile(String path, int status) throws Exception {
        try (TestingOrigin origin = new TestingOrigin((name, pass) -> pass.equals("good"))) {
            assertThat(origin.request(HttpMethod.GET, path).status()).isEqualTo(status);
        }
    }
}
