package online.nexuscos.services.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SigningSecretTest {
    /** The example of the specification's own libraries. */
    @Test
    void signsAsTheSpecificationSays() {
        SigningSecret secret = new SigningSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assertThat(
                        secret.signature(
                                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                1_614_265_330L,
                                "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assertThat(secret.toString()).doesNotContain("MfKQ");
    }

    @Test
    void isLongAndRandom() {
        SecureRandom random = new SecureRandom();
        assertThat(SigningSecret.random(random).text())
                .matches("whsec_[A-Za-z0-9+/]{43}=")
                .isNotEqualTo(SigningSecret.random(random).text());
    }

    @Test
    void attemptsAreSpreadOverMoreThanADay() {
        Random random = new Random(1);
        Duration whole = Duration.ZERO;
        for (int attempts = 1; attempts < RetrySchedule.MAX_ATTEMPTS; attempts++) {
            whole = whole.plus(RetrySchedule.pause(attempts, random).orElseThrow());
        }
        assertThat(whole).isBetween(Duration.ofHours(22), Duration.ofHours(34));
        assertThat(RetrySchedule.pause(1, random).orElseThrow())
                .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
        assertThat(RetrySchedule.pause(RetrySchedule.MAX_ATTEMPTS, random))
                .isEqualTo(Optional.empty());
    }
}
