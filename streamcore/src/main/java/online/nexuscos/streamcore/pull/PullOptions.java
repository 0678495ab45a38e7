package online.nexuscos.streamcore.pull;

import java.time.Duration;

/**
 * Times of pull ingest.
 *
 * @param firstRetry after the first failure
 * @param longestRetry however many there were
 * @param steadyAfter a source that has brought media for so long starts with the first wait again
 * @param linger how long a source that is read on demand goes on after its last viewer
 * @param patience how long the first viewer waits for a source that is read on demand
 * @param maxWaiting viewers who wait for one source at once
 */
public record PullOptions(
        Duration firstRetry,
        Duration longestRetry,
        Duration steadyAfter,
        Duration linger,
        Duration patience,
        int maxWaiting) {
    /** 1 s to 30 s between tries; 10 s to begin, 20 s to end. */
    public static PullOptions defaults() {
        return new PullOptions(
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(15),
                1000);
    }
}
