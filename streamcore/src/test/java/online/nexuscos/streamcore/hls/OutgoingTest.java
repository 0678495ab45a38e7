package online.nexuscos.streamcore.hls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutgoingTest {
    private static final long SECOND = Outgoing.SAMPLE_NS;

    private long now = 1000 * SECOND;
    private final Outgoing outgoing = new Outgoing(() -> now);

    /** A second in which so many bytes went out. */
    private void pass(long bytes) {
        outgoing.count(bytes);
        now += SECOND;
        // The oldest viewer asks, which takes the sample.
        outgoing.admits(0);
    }

    private boolean admits(long secondsAgo) {
        return outgoing.admits(now - secondsAgo * SECOND);
    }

    @Test
    void admitsEverybodyWithoutALimit() {
        pass(1L << 40);
        assertThat(admits(0)).isTrue();
        assertThat(outgoing.refused()).isZero();
    }

    @Test
    void letsNobodyNewInThenShedsTheNewestFirst() {
        outgoing.setLimit(8000);
        pass(1001);
        assertThat(admits(-1)).as("who comes now").isFalse();
        assertThat(admits(0)).as("who came before").isTrue();
        pass(1001);
        assertThat(admits(1)).as("came a second before it began").isFalse();
        assertThat(admits(3)).isTrue();
        pass(1001);
        assertThat(admits(4)).isFalse();
        assertThat(admits(6)).isTrue();
        assertThat(outgoing.refused()).isEqualTo(3);
    }

    @Test
    void letsEverybodyInAgainWhenItIsCalm() {
        outgoing.setLimit(8000);
        pass(2000);
        pass(950);
        assertThat(admits(-1)).as("near the limit it stays as it is").isFalse();
        pass(800);
        assertThat(admits(-1)).isTrue();
    }

    @Test
    void isFreeAgainWhenTheLimitIsLifted() {
        outgoing.setLimit(8000);
        pass(2000);
        assertThat(admits(-1)).isFalse();
        outgoing.setLimit(0);
        pass(2000);
        assertThat(admits(-1)).isTrue();
    }
}
