package online.nexuscos.streamcore.restream;

import java.time.Instant;
import online.nexuscos.streamcore.restream.Target.Mode;

/**
 * How a target is.
 *
 * @param place scheme, host and port; no key
 * @param since when it came to this state
 * @param attempts to connect since the stream began
 * @param mode whether it takes part
 * @param reason why it is not live, in words; empty where there is nothing to say
 * @param bytes sent since the stream began
 * @param dropped packets that it was too slow for, since the stream began
 */
public record TargetStatus(
        String id,
        String label,
        String place,
        Mode mode,
        State state,
        Instant since,
        int attempts,
        String reason,
        long bytes,
        long dropped) {
    /** Life of a target. */
    public enum State {
        /** Nobody publishes the channel, or the target is switched off. */
        OFF,
        CONNECTING,
        LIVE,
        /** It did not work, and is tried again soon. */
        RETRYING,
        /** It is not tried again before the stream begins anew or the target is changed. */
        FAILED
    }
}
