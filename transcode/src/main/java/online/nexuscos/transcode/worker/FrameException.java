package online.nexuscos.transcode.worker;

import java.io.Serial;

/** The other side of the socket sent what it should not. */
final class FrameException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    FrameException(String message) {
        super(message);
    }
}
