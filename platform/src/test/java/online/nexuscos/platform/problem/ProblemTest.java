package online.nexuscos.platform.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProblemTest {
    @Test
    void isWrittenAsJson() {
        assertThat(new Problem(422, "No", "a \"b\"\\\n\u00e9", Optional.of("title")).toJson())
                .isEqualTo(
                        "{\"type\":\"about:blank\",\"title\":\"No\",\"status\":422,"
                                + "\"detail\":\"a \\\"b\\\"\\\\\\u000a\u00e9\",\"field\":\"title\"}");
        assertThat(Problem.notFound("Gone.").toJson()).doesNotContain("field");
    }

    @Test
    void hasAnErrorsStatus() {
        assertThatThrownBy(() -> new Problem(200, "", "", Optional.empty()))
                .hasMessage("status: 200 (expected: 400 to 599)");
    }
}
