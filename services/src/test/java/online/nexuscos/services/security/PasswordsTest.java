package online.nexuscos.services.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordsTest {
    private final Passwords passwords = new Passwords(2, new SecureRandom());

    @AfterEach
    void close() {
        passwords.close();
    }

    @Test
    void keepsArgon2idWithItsParametersAndItsOwnSalt() {
        String one = passwords.hash("correct horse battery");
        String other = passwords.hash("correct horse battery");
        assertThat(one).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").isNotEqualTo(other);
        assertThat(passwords.matches("correct horse battery", one)).isTrue();
        assertThat(passwords.matches("correct horse battery", other)).isTrue();
        assertThat(passwords.matches("correct horse batterz", one)).isFalse();
    }

    @Test
    void takesTheSameCharactersHoweverTheyAreComposed() {
        String kept = passwords.hash("caf\u00e9 au lait");
        assertThat(passwords.matches("cafe\u0301 au lait", kept)).isTrue();
    }

    @Test
    void refusesWhatItDidNotMake() {
        assertThatThrownBy(() -> passwords.matches("x", "$argon2i$v=19$m=1,t=1,p=1$AA$AA"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesAsLongForNobody() {
        String kept = passwords.hash("correct horse battery");
        long known = best(() -> passwords.matches("wrong", kept));
        long unknown = best(() -> passwords.matchNobody("wrong"));
        assertThat((double) unknown / known).isBetween(0.5, 2.0);
    }

    /** The least of several: what others do on the machine adds and never takes. */
    private static long best(Runnable work) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 8; i++) {
            long start = System.nanoTime();
            work.run();
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }

    @ParameterizedTest
    @CsvSource({
        "short, false",
        "aaaaaaaaaaaaa, false",
        "1234567890, false",
        "qwertyuiop, false",
        "password123, false",
        "ada@example.org, false",
        "ada@example, true",
        "correct horse battery, true",
        "tr0ub4dor&3x, true"
    })
    void refusesWhatIsGuessedFirst(String password, boolean good) {
        assertThat(PasswordRules.fault(password, "ada@example.org").isEmpty()).isEqualTo(good);
    }
}
