package online.nexuscos.platform.config;

import java.io.Serial;

/** The configuration cannot be used; the message names the key and what was expected there. */
public final class ConfigException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    public ConfigException(String message) {
        super(message);
    }
}
