package online.nexuscos.transcode.worker;

import java.io.Serial;

/** An address that cannot be, or may not be, connected to; the message says why. */
final class UnreachableException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    UnreachableException(String message) {
        super(message);
    }
}
