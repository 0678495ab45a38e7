package online.nexuscos.streamcore.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import online.nexuscos.streamcore.hls.TestingOrigin.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Viewers for whom there is no room. */
class HlsOriginLimitTest {
    private final AtomicInteger most = new AtomicInteger(1);
    private final LongAdder refused = new LongAdder();
    private final TestingOrigin origin =
            new TestingOrigin(new HlsStream.Audience(new Outgoing(), most::get, refused));

    @BeforeEach
    void start() {
        origin.presentation.start(TestingRendition.video(0.2, 100).segments(20, 10));
    }

    @AfterEach
    void close() {
        origin.close();
    }

    private Reply watch(String player) {
        return origin.get("video.m3u8", "user-agent", player);
    }

    @Test
    void oneMoreViewerThanThereMayBeIsToldToComeAgain() {
        assertThat(watch("first").status()).isEqualTo(200);
        Reply reply = watch("second");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("retry-after")).isEqualTo("10");
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
        assertThat(reply.body()).contains("as many viewers as it may");
        assertThat(refused.sum()).isEqualTo(1);
        assertThat(watch("first").status()).as("who is there goes on").isEqualTo(200);
        most.set(2);
        assertThat(watch("second").status()).isEqualTo(200);
    }
}
