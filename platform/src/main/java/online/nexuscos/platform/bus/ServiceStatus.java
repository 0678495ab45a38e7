package online.nexuscos.platform.bus;

/**
 * How one instance of a service is.
 *
 * @param restarts how often it crashed and was started again
 * @param inFlight calls that it is answering
 */
public record ServiceStatus(
        String service, String node, State state, int restarts, int inFlight, String failure) {
    public enum State {
        STARTING,
        UP,
        /** It crashed, or could not start; it is started again after a pause. */
        DOWN,
        STOPPED
    }
}
