package online.nexuscos.platform.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalTokensTest {
    private static final Principal SOMEBODY = new Principal("a1", "o1", "s1", Set.of("shop:write"));
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final PrincipalTokens tokens = new PrincipalTokens(new byte[32], now::get);

    @Test
    void areGoodForAMinute() {
        String token = tokens.sign(SOMEBODY);
        assertThat(tokens.sign(SOMEBODY)).isEqualTo(token);
        assertThat(new PrincipalTokens(new byte[32], now::get).verify(token)).isEqualTo(SOMEBODY);
        now.set(now.get().plus(PrincipalTokens.LIFE).minusMillis(1));
        assertThat(tokens.verify(token)).isEqualTo(SOMEBODY);
        assertThat(tokens.sign(SOMEBODY)).isNotEqualTo(token);
        now.set(now.get().plusMillis(1));
        assertThatThrownBy(() -> tokens.verify(token)).isInstanceOf(ProblemException.class);
    }

    @Test
    void areOfOneKey() {
        byte[] other = new byte[32];
        other[0] = 1;
        String token = new PrincipalTokens(other, now::get).sign(SOMEBODY);
        assertThatThrownBy(() -> tokens.verify(token)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.b", "e30.", "e30.AAAA", "???.???"})
    void areNothingElse(String token) {
        assertThatThrownBy(() -> tokens.verify(token)).isInstanceOf(ProblemException.class);
    }
}
