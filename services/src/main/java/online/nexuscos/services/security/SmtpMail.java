package online.nexuscos.services.security;

import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailMessage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Hands letters to a mail server. */
final class SmtpMail implements MailPort {
    private static final int PATIENCE_SECONDS = 60;

    private final MailClient client;
    private final String from;

    SmtpMail(MailClient client, String from) {
        this.client = client;
        this.from = from;
    }

    @Override
    public void send(Mail mail) throws IOException {
        MailMessage message =
                new MailMessage(from, mail.to(), mail.subject(), mail.text());
        try {
            client.sendMail(message)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("mail server: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("mail server");
        }
    }
}
