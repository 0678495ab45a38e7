package online.nexuscos.streamcore.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WallClockTest {
    private final WallClock clock = new WallClock();

    @Test
    void believesTheLeastDelayWhenThePublisherBeginsWithBurst() {
        clock.arrived(10, 1_000_500);
        clock.arrived(10.5, 1_000_520);
        assertThat(clock.at(10)).isEqualTo(1_000_020);
        clock.adjust();
        clock.arrived(12, 1_002_000);
        clock.adjust();
        assertThat(clock.at(10)).isEqualTo(1_000_000);
    }

    @Test
    void followsDriftSlowlyOnceItHasSettled() {
        for (int segment = 0; segment < 4; segment++) {
            clock.arrived(10, 1_000_000);
            clock.adjust();
        }
        clock.arrived(20, 1_009_900);
        clock.adjust();
        assertThat(clock.at(20)).isEqualTo(1_009_995);
        clock.arrived(30, 1_020_500);
        clock.adjust();
        assertThat(clock.at(20)).isEqualTo(1_010_000);
    }

    @Test
    void doesNotGoBackWhenTheNextPublisherBeginsWithBurst() {
        clock.arrived(10, 1_000_000);
        clock.adjust();
        clock.reset();
        clock.arrived(20, 1_010_040);
        clock.arrived(20.5, 1_010_040);
        assertThat(clock.at(20)).isEqualTo(1_010_000);
        clock.adjust();
        assertThat(clock.at(20)).isEqualTo(1_010_000);
        for (int segment = 1; segment < 4; segment++) {
            clock.arrived(20.5 + segment, 1_010_040 + segment * 1000L);
            clock.adjust();
        }
        assertThat(clock.at(20)).as("slowly it comes to what is true").isEqualTo(1_009_995);
    }

    @Test
    void takesTheTimeInWhichNobodySentForWhatItWas() {
        clock.arrived(10, 1_000_000);
        clock.adjust();
        clock.reset();
        clock.arrived(20, 1_013_000);
        assertThat(clock.at(20)).isEqualTo(1_013_000);
    }
}
