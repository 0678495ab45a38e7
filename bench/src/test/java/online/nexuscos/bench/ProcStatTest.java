package online.nexuscos.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcStatTest {
    private static final String REST =
            " S 12 34 34 0 -1 4194560 900 80 1 2 150 25 7 9 20 0 30 0 4711 100 200";

    @ParameterizedTest
    @ValueSource(strings = {"java", "a b", "tmux: (x) y", "((", ""})
    void countsFieldsAfterTheCommand(String command) {
        ProcStat stat = ProcStat.parse("42 (" + command + ")" + REST);

        assertThat(stat).isEqualTo(new ProcStat(42, 12, 175));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "42 java S 1", "42 (java) S 1 2", "x (java)" + REST})
    void refusesWhatIsNoStat(String line) {
        assertThatExceptionOfType(BenchException.class).isThrownBy(() -> ProcStat.parse(line));
    }

    @Test
    void readsResidentMemory() {
        assertThat(ProcStat.residentKilobytes("Name:\tx\nVmRSS:\t   12345 kB\nThreads:\t1\n"))
                .isEqualTo(12345);
        assertThat(ProcStat.residentKilobytes("Name:\tzombie\n")).isZero();
    }
}
