package online.nexuscos.streamcore.media;

import java.io.Serial;

/** A publisher sent media that cannot be accepted; the message says what, for the publisher. */
public final class MediaException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    public MediaException(String message) {
        super(message);
    }
}
