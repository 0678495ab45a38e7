package online.nexuscos.services.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/**
 * Writes each letter into a folder, as a file of its own that mail programs open ({@code .eml}, RFC
 * 5322): where no mail server is configured, whoever runs this program reads the codes there.
 */
final class MailSpool implements MailPort {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final Path folder;
    private final String from;
    private final InstantSource clock;

    MailSpool(Path folder, String from, InstantSource clock) {
        this.folder = folder;
        this.from = from;
        this.clock = clock;
    }

    @Override
    public void send(Mail mail) throws IOException {
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Instant now = clock.instant();
        UUID id = UUID.randomUUID();
        String text =
                """
                Date: %s
                From: %s
                To: %s
                Subject: %s
                Message-ID: <%s@nexus-cos>
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                %s
                """
                        .formatted(DATE.format(now), from, mail.to(), mail.subject(), id, mail.text())
                        .replace("\n", "\r\n");
        Path temporary =
                Files.createTempFile(
                        folder,
                        "letter",
                        ".tmp",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(temporary, text);
        // Nobody sees half a letter.
        Files.move(
                temporary,
                folder.resolve(NAME.format(now) + "-" + id + ".eml"),
                StandardCopyOption.ATOMIC_MOVE);
    }
}
