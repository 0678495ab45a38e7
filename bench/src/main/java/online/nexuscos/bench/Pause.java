package online.nexuscos.bench;

import java.time.Duration;

/** Waiting, where a measurement is a stretch of time. */
final class Pause {
    private Pause() {}

    /**
     * @throws BenchException the thread was interrupted
     */
    static void seconds(double seconds) {
        try {
            Thread.sleep(Duration.ofNanos(Math.round(seconds * 1e9)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }
}
