package online.nexuscos.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "true  | {\"status\":\"up\",\"stores\":{\"redis\":{\"status\":\"idle\"}}}",
                "true  | {\"status\":\"up\",\"services\":{\"ledger\":{\"status\":\"up\"}}}",
                "false | {\"status\":\"up\",\"services\":{\"ledger\":{\"status\":\"starting\"}}}",
                "false | {\"status\":\"down\",\"services\":{}}",
                "false | {}"
            })
    void looksAtEveryPart(boolean up, String answer) {
        assertThat(Health.isUp(answer)).isEqualTo(up);
    }
}
