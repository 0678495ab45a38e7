package online.nexuscos.gateway;

import java.io.Serial;

/** A command cannot do its work; the message is one line for the person who gave it. */
final class StartException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    StartException(String message) {
        super(message);
    }

    /**
     * Says why a port could not be opened, and what helps.
     *
     * @param section of the configuration, for example {@code rtmp}
     */
    static StartException listening(String section, String host, int port, Throwable cause) {
        String variable = "NEXUS_" + section.toUpperCase(java.util.Locale.ROOT) + "_";
        String reason = String.valueOf(cause.getMessage());
        if (reason.contains("in use")) {
            return new StartException(
                    "port " + port + " is in use: set " + variable + "PORT to another");
        }
        if (reason.contains("ermission denied")) {
            return new StartException(
                    "port " + port + " needs more rights: set " + variable + "PORT above 1023");
        }
        if (reason.contains("assign requested address") || cause instanceof java.io.IOException) {
            return new StartException(
                    "host " + host + " is no address of this machine: set " + variable + "HOST");
        }
        return new StartException(
                section + ": cannot listen at " + host + ":" + port + ": " + cause);
    }
}
