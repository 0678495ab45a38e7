package online.nexuscos.services.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LetterboxTest {
    private static final Mail MAIL = Letters.verify("ada@example.org", "12345678");
    private static final String FROM = "nexus@localhost";

    private final TestingClock clock = new TestingClock();

    @TempDir private Path folder;

    @Test
    void spoolsALetterThatMailProgramsRead() throws IOException, MessagingException {
        Path spool = folder.resolve("mail");
        Letterbox.spool(spool, FROM, clock).port().send(MAIL);
        try (Stream<Path> files = Files.list(spool)) {
            List<Path> letters = files.toList();
            assertThat(letters).hasSize(1);
            assertThat(letters.getFirst().toString()).endsWith(".eml");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(letters.getFirst())))
                    .isEqualTo("rw-------");
            try (InputStream in = Files.newInputStream(letters.getFirst())) {
                MimeMessage message =
                        new MimeMessage(Session.getInstance(new Properties()), in);
                assertThat(message.getSubject()).isEqualTo("Your Nexus COS code: 12345678");
                assertThat(message.getAllRecipients()[0]).hasToString("ada@example.org");
                assertThat(message.getContent().toString()).contains("Your code is 12345678");
            }
        }
    }

    @Test
    void handsALetterToAMailServer() throws Exception {
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<List<String>> heard =
                    CompletableFuture.supplyAsync(() -> converse(door));
            Letterbox.Server server =
                    new Letterbox.Server(
                            "127.0.0.1",
                            door.getLocalPort(),
                            Letterbox.Encryption.NONE,
                            "",
                            "");
            Letterbox.smtp(server, FROM, clock).port().send(MAIL);
            assertThat(heard.join())
                    .contains(
                            "MAIL FROM:<nexus@localhost>",
                            "RCPT TO:<ada@example.org>",
                            "Subject: Your Nexus COS code: 12345678",
                            "Your code is 12345678");
        }
    }

    /** A mail server's side of one letter (RFC 5321, appendix D.1). */
    private static List<String> converse(ServerSocket door) {
        List<String> lines = new ArrayList<>();
        try (Socket socket = door.accept();
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.UTF_8));
                PrintWriter out =
                        new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8)) {
            out.print("220 ready\r\n");
            out.flush();
            boolean data = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
                data = data ? !line.equals(".") : line.equals("DATA");
                if (line.equals("DATA")) {
                    out.print("354 go on\r\n");
                } else if (!data) {
                    out.print("250 fine\r\n");
                }
                out.flush();
            }
        } catch (IOException e) {
            lines.add(e.toString());
        }
        return lines;
    }
}
