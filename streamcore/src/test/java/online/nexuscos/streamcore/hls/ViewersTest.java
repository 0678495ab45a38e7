package online.nexuscos.streamcore.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ViewersTest {
    private long nowNs;
    private final Viewers viewers = new Viewers(() -> nowNs, 3);

    @Test
    void areDistinctAddressesAndPlayers() {
        viewers.seen("10.0.0.1", "hls.js");
        viewers.seen("10.0.0.1", "hls.js");
        viewers.seen("10.0.0.1", "AVPlayer");
        viewers.seen("10.0.0.2", null);

        assertThat(viewers.count()).isEqualTo(3);
    }

    @Test
    void countForTwelveSecondsAfterTheirLastRequest() {
        viewers.seen("10.0.0.1", "a");
        nowNs += TimeUnit.SECONDS.toNanos(8);
        viewers.seen("10.0.0.2", "a");
        viewers.seen("10.0.0.1", "a");
        nowNs += Viewers.STAY_NS;
        assertThat(viewers.count()).isEqualTo(2);

        nowNs++;
        assertThat(viewers.count()).isZero();
    }

    @Test
    void areNotCountedBeyondTheLimit() {
        for (int i = 0; i < 10; i++) {
            viewers.seen("10.0.0." + i, "a");
        }
        assertThat(viewers.count()).isEqualTo(3);
    }

    @Test
    void makeRoomWhenTheyLeave() {
        for (int i = 0; i < 10; i++) {
            viewers.seen("10.0.0." + i, "a");
        }
        nowNs += Viewers.STAY_NS + 1;
        viewers.seen("10.0.0.77", "a");

        assertThat(viewers.count()).isOne();
    }

    @Test
    void keepLittleOfALongName() {
        viewers.seen("10.0.0.1", "x".repeat(300) + "1");
        viewers.seen("10.0.0.1", "x".repeat(300) + "2");

        assertThat(viewers.count()).isOne();
    }
}
