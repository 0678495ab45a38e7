package online.nexuscos.streamcore.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ViewersTest {
    private long nowNs;
    private final Viewers viewers = new Viewers(() -> nowNs, 3);

    private long seen(String address, @org.jspecify.annotations.Nullable String agent) {
        return viewers.seen(address, agent, 100);
    }

    @Test
    void areDistinctAddressesAndPlayers() {
        seen("10.0.0.1", "hls.js");
        seen("10.0.0.1", "hls.js");
        seen("10.0.0.1", "AVPlayer");
        seen("10.0.0.2", null);

        assertThat(viewers.count()).isEqualTo(3);
    }

    @Test
    void countForTwelveSecondsAfterTheirLastRequest() {
        seen("10.0.0.1", "a");
        nowNs += TimeUnit.SECONDS.toNanos(8);
        seen("10.0.0.2", "a");
        seen("10.0.0.1", "a");
        nowNs += Viewers.STAY_NS;
        assertThat(viewers.count()).isEqualTo(2);

        nowNs++;
        assertThat(viewers.count()).isZero();
    }

    @Test
    void areNotCountedBeyondTheLimit() {
        for (int i = 0; i < 10; i++) {
            seen("10.0.0." + i, "a");
        }
        assertThat(viewers.count()).isEqualTo(3);
    }

    @Test
    void areTurnedAwayWhereTheStreamIsFull() {
        assertThat(viewers.seen("10.0.0.1", "a", 1)).isZero();
        assertThat(viewers.seen("10.0.0.2", "a", 1)).isEqualTo(Viewers.NO_ROOM);
        nowNs += 1;
        assertThat(viewers.seen("10.0.0.1", "a", 1)).as("who is there stays").isZero();
        assertThat(viewers.seen("10.0.0.2", "a", 2)).isEqualTo(1);
    }

    @Test
    void makeRoomWhenTheyLeave() {
        for (int i = 0; i < 10; i++) {
            seen("10.0.0." + i, "a");
        }
        nowNs += Viewers.STAY_NS + 1;
        seen("10.0.0.77", "a");

        assertThat(viewers.count()).isOne();
    }

    @Test
    void keepLittleOfALongName() {
        seen("10.0.0.1", "x".repeat(300) + "1");
        seen("10.0.0.1", "x".repeat(300) + "2");

        assertThat(viewers.count()).isOne();
    }
}
