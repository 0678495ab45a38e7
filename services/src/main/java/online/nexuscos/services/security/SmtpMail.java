package online.nexuscos.services.security;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Date;
import java.util.Properties;

/** Hands letters to a mail server (RFC 5321), each over a connection of its own. */
final class SmtpMail implements MailPort {
    private static final String PATIENCE_MS = "30000";

    private final Letterbox.Server server;
    private final Session session;
    private final String from;
    private final InstantSource clock;

    SmtpMail(Letterbox.Server server, String from, InstantSource clock) {
        this.server = server;
        this.from = from;
        this.clock = clock;
        boolean tls = server.encryption() != Letterbox.Encryption.NONE;
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", server.host());
        properties.setProperty("mail.smtp.port", String.valueOf(server.port()));
        properties.setProperty("mail.smtp.auth", String.valueOf(!server.user().isEmpty()));
        properties.setProperty(
                "mail.smtp.ssl.enable",
                String.valueOf(server.encryption() == Letterbox.Encryption.TLS));
        // Required, not merely tried: a letter with a code does not go in the clear unasked.
        properties.setProperty("mail.smtp.starttls.enable", String.valueOf(tls));
        properties.setProperty(
                "mail.smtp.starttls.required",
                String.valueOf(server.encryption() == Letterbox.Encryption.STARTTLS));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.connectiontimeout", PATIENCE_MS);
        properties.setProperty("mail.smtp.timeout", PATIENCE_MS);
        properties.setProperty("mail.smtp.writetimeout", PATIENCE_MS);
        session = Session.getInstance(properties);
    }

    @Override
    public void send(Mail mail) throws IOException {
        try {
            MimeMessage message = new MimeMessage(session);
            message.setFrom(new InternetAddress(from, true));
            message.setRecipient(
                    Message.RecipientType.TO, new InternetAddress(mail.to(), true));
            message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
            message.setText(mail.text(), StandardCharsets.UTF_8.name());
            message.setSentDate(Date.from(clock.instant()));
            if (server.user().isEmpty()) {
                Transport.send(message);
            } else {
                Transport.send(message, server.user(), server.password());
            }
        } catch (MessagingException e) {
            throw new IOException("mail server " + server + ": " + e.getMessage(), e);
        }
    }
}
