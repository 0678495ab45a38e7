package online.nexuscos.platform.sql;

import java.io.Serial;

/** A caller passed a cursor that is none of the listing's: 400. */
public final class MalformedCursorException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    MalformedCursorException(String message) {
        super("cursor: " + message);
    }
}
