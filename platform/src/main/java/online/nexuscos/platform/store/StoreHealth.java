package online.nexuscos.platform.store;

/**
 * How a store is.
 *
 * @param name {@code postgres} or {@code redis}
 * @param embedded whether the program started it itself
 * @param restarts how often it crashed and came back
 * @param detail for a person; empty where there is nothing to say; no secrets
 */
public record StoreHealth(String name, boolean embedded, State state, int restarts, String detail) {
    public enum State {
        /** Nobody has asked for it yet. */
        IDLE,
        STARTING,
        UP,
        /** It failed, or cannot be reached; ours is being restarted. */
        DOWN,
        CLOSED
    }
}
