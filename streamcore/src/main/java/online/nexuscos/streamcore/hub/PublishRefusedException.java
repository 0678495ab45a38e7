package online.nexuscos.streamcore.hub;

import java.io.Serial;

/** A publisher may not publish; the message tells the publisher why. */
public final class PublishRefusedException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    /** Why, in terms that a protocol can map to its own codes. */
    public enum Reason {
        UNKNOWN_KEY,
        ALREADY_LIVE,
        OVERLOADED
    }

    private final Reason reason;

    public PublishRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
