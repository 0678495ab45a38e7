package online.nexuscos.streamcore.hub;

import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    private final @Nullable String stream;

    public PublishRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
        stream = null;
    }

    /** As above, of a stream that is known. */
    public PublishRefusedException(Reason reason, String message, String stream) {
        super(message);
        this.reason = reason;
        this.stream = stream;
    }

    /** The stream that was to be published, where that is known. */
    public Optional<String> stream() {
        return Optional.ofNullable(stream);
    }

    public Reason reason() {
        return reason;
    }
}
