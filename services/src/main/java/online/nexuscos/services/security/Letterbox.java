package online.nexuscos.services.security;

import java.nio.file.Path;
import java.time.InstantSource;

/** Where letters go: into a folder, or to a mail server. */
public final class Letterbox {
    private final MailPort port;

    private Letterbox(MailPort port) {
        this.port = port;
    }

    /**
     * Into a folder, a file each.
     *
     * @param from the sender's address
     */
    public static Letterbox spool(Path folder, String from, InstantSource clock) {
        return new Letterbox(new MailSpool(folder, from, clock));
    }

    /** How a mail server is spoken to. */
    public enum Encryption {
        /** In the clear: a server on this machine. */
        NONE,
        /** By STARTTLS, without which nothing is sent. */
        STARTTLS,
        /** From the first byte. */
        TLS
    }

    /**
     * A mail server.
     *
     * @param user empty where it asks for none
     */
    public record Server(
            String host, int port, Encryption encryption, String user, String password) {
        /** Without the password. */
        @Override
        public String toString() {
            return "Server[" + host + ":" + port + "]";
        }
    }

    /**
     * To a mail server.
     *
     * @param from the sender's address
     */
    public static Letterbox smtp(Server server, String from, InstantSource clock) {
        return new Letterbox(new SmtpMail(server, from, clock));
    }

    static Letterbox of(MailPort port) {
        return new Letterbox(port);
    }

    MailPort port() {
        return port;
    }
}
