package online.nexuscos.services.security;

import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.StartTLSOptions;
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
     * To a mail server (RFC 5321).
     *
     * @param from the sender's address
     */
    public static Letterbox smtp(Vertx vertx, Server server, String from) {
        MailConfig config =
                new MailConfig()
                        .setHostname(server.host())
                        .setPort(server.port())
                        .setSsl(server.encryption() == Encryption.TLS)
                        .setStarttls(
                                server.encryption() == Encryption.STARTTLS
                                        ? StartTLSOptions.REQUIRED
                                        : StartTLSOptions.DISABLED)
                        .setMaxPoolSize(2);
        if (server.user().isEmpty()) {
            config.setLogin(LoginOption.DISABLED);
        } else {
            config.setLogin(LoginOption.REQUIRED)
                    .setUsername(server.user())
                    .setPassword(server.password());
        }
        return new Letterbox(new SmtpMail(MailClient.create(vertx, config), from));
    }

    MailPort port() {
        return port;
    }
}
