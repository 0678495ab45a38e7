package online.nexuscos.platform.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How letters leave.
 *
 * @param host a mail server; empty for a folder, where whoever runs the program reads them
 * @param user empty where the server asks for none
 * @param from the sender's address
 */
public record MailConfig(
        String host,
        int port,
        Encryption encryption,
        String user,
        Optional<String> password,
        String from) {
    /** How the line to the mail server is protected. */
    public enum Encryption {
        NONE,
        STARTTLS,
        /** From the first byte. */
        TLS
    }

    private static final Pattern PASSWORD = Pattern.compile("[\\x21-\\x7e]{1,256}");
    private static final int MAX_EMAIL = 254;

    static MailConfig read(ConfigSection section) throws ConfigException {
        return new MailConfig(
                section.text("host", "", 0, NexusConfig.MAX_HOST),
                section.integer("port", 587, 1, NexusConfig.MAX_PORT),
                section.choice("encryption", Encryption.STARTTLS),
                section.text("user", "", 0, MAX_EMAIL),
                section.secret("password", PASSWORD),
                section.text("from", "nexus@localhost", 3, MAX_EMAIL));
    }

    /** Without the password, so that no log shows it. */
    @Override
    public String toString() {
        return "MailConfig[" + host + ":" + port + "]";
    }
}
