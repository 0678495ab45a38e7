package online.nexuscos.platform.store;

import java.io.Serial;

/** Redis did not answer, or refused: what depends on it does without, or fails. */
public final class RedisException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    RedisException(String message, Throwable cause) {
        super(message, cause);
    }
}
