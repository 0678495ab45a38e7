package online.nexuscos.streamcore.play;

import java.time.Duration;

/**
 * Times and limits of those who play a stream as it comes.
 *
 * @param writeDelay for how long packets are gathered, to be written in one go; zero for not at all
 * @param maxQueuedBytes that a viewer may have waiting; one more burst and they are dropped
 * @param maxLag what has waited for a viewer for longer is dropped
 * @param maxSlow a viewer for whom something was dropped, and who has not caught up after this, is
 *     closed
 * @param startWait how long a viewer waits for a stream to begin
 * @param maxWaiting viewers who may wait for a stream to begin; one more is refused
 * @param recheck how often it is asked again whether a viewer may watch
 */
public record PlayOptions(
        Duration writeDelay,
        long maxQueuedBytes,
        Duration maxLag,
        Duration maxSlow,
        Duration startWait,
        int maxWaiting,
        Duration recheck) {
    /** The longest delay: a viewer of a live stream would not want more. */
    public static final Duration MAX_WRITE_DELAY = Duration.ofSeconds(1);

    public PlayOptions {
        requireWriteDelay(writeDelay);
    }

    static void requireWriteDelay(Duration delay) {
        if (delay.isNegative() || delay.compareTo(MAX_WRITE_DELAY) > 0) {
            throw new IllegalArgumentException(
                    "write delay: " + delay + " (expected: 0 to " + MAX_WRITE_DELAY + ")");
        }
    }

    /** The usual limits. */
    public static PlayOptions of(Duration writeDelay) {
        return new PlayOptions(
                writeDelay,
                16L << 20,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                1000,
                Duration.ofSeconds(2));
    }
}
