package online.nexuscos.streamcore.pull;

import java.util.Optional;

/**
 * How the fetching of one channel stands.
 *
 * @param address without credentials
 * @param error why the last try failed, in plain words; empty since the last success
 * @param failures since the source last brought media for a while
 */
public record PullStatus(State state, String address, Optional<String> error, int failures) {
    /** What is being done about a source. */
    public enum State {
        /** Nobody watches, so nothing is fetched. */
        IDLE,
        CONNECTING,
        LIVE,
        /** The last try failed; there will be another. */
        WAITING,
        /** For good. */
        STOPPED
    }
}
