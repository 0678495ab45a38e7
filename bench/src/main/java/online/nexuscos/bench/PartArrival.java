package online.nexuscos.bench;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A part as a client first saw it in a playlist.
 *
 * @param start wall clock of its first frame: the date of its segment and the parts before it; null
 *     when the playlist has no date
 * @param receivedNanos when the whole playlist had arrived, on the monotonic clock
 */
record PartArrival(
        long sequence,
        int part,
        double durationSeconds,
        @Nullable Instant start,
        Instant received,
        long receivedNanos) {

    /** Milliseconds from the first frame to the client; NaN without a date. */
    double sinceFirstFrameMs() {
        return start == null ? Double.NaN : Duration.between(start, received).toNanos() / 1e6;
    }

    /**
     * Milliseconds from the end of the part, one frame after its last frame; NaN without a date.
     */
    double sinceEndMs() {
        return sinceFirstFrameMs() - durationSeconds * 1e3;
    }
}
