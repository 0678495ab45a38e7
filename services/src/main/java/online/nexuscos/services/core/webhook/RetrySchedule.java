package online.nexuscos.services.core.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When an attempt that failed is made again: at once, then over more than a day. Pure. */
final class RetrySchedule {
    private static final List<Duration> PAUSES =
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    Duration.ofHours(5),
                    Duration.ofHours(10),
                    Duration.ofHours(10));

    /** Attempts of one delivery, the first included. */
    static final int MAX_ATTEMPTS = PAUSES.size() + 1;

    /** An endpoint that nothing has reached for so long is told nothing more. */
    static final Duration PATIENCE = Duration.ofDays(3);

    private static final double JITTER = 0.2;

    private RetrySchedule() {}

    /**
     * How long to wait, a fifth more or less by lot.
     *
     * @param attempts so far, 1 or more
     * @return empty when it is over
     */
    static Optional<Duration> pause(int attempts, RandomGenerator random) {
        if (attempts >= MAX_ATTEMPTS) {
            return Optional.empty();
        }
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Optional.of(
                Duration.ofMillis(Math.round(PAUSES.get(attempts - 1).toMillis() * factor)));
    }
}
