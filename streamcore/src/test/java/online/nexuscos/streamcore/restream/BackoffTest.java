package online.nexuscos.streamcore.restream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    @ParameterizedTest
    @CsvSource({
        "1, 500, 1000",
        "2, 1000, 2000",
        "6, 16000, 32000",
        "7, 30000, 60000",
        "1000000, 30000, 60000"
    })
    void growsToABoundAndIsDrawnByLot(int failures, long least, long most) {
        Random random = new Random(1);
        assertThat(
                        java.util.stream.LongStream.range(0, 200)
                                .map(_ -> Backoff.USUAL.delayMs(failures, random)))
                .allMatch(delay -> delay >= least && delay <= most)
                .anyMatch(delay -> delay < least + (most - least) / 4)
                .anyMatch(delay -> delay > most - (most - least) / 4);
    }
}
