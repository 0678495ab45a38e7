package online.nexuscos.gateway.slate;

import java.io.Serial;

/** A slate cannot be made; the message is one line that says why. */
final class SlateException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    SlateException(String message) {
        super(message);
    }
}
