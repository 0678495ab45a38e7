package online.nexuscos.platform.health;

/**
 * How a part is.
 *
 * @param detail for the operator, one line; empty where there is nothing to say. No secrets:
 *     whoever may see the health sees it
 */
public record Health(State state, String detail) {
    /** Best first. */
    public enum State {
        UP,
        /** Not running, and not needed: it starts when it is. */
        IDLE,
        /** Works, yet not as it should. */
        DEGRADED,
        DOWN
    }

    public static final Health UP = new Health(State.UP, "");

    public static Health idle(String detail) {
        return new Health(State.IDLE, detail);
    }

    public static Health degraded(String detail) {
        return new Health(State.DEGRADED, detail);
    }

    public static Health down(String detail) {
        return new Health(State.DOWN, detail);
    }
}
