package online.nexuscos.platform.store;

import java.io.Serial;

/** A store cannot be used; the message says which, and what a person may do about it. */
public final class StoreException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
