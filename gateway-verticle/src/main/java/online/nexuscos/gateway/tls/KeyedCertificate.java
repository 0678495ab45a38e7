package online.nexuscos.gateway.tls;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A certificate with its private key, kept in one PEM file (RFC 7468) that only we can read. */
record KeyedCertificate(PrivateKey key, X509Certificate certificate) {
    private static final Pattern KEY = block("PRIVATE KEY");
    private static final Pattern CERTIFICATE = block("CERTIFICATE");
    private static final int LINE = 64;
    private static final int MAX_BYTES = 64 << 10;

    private static Pattern block(String label) {
        return Pattern.compile(
                "-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]+)-----END " + label + "-----");
    }

    /**
     * Reads the file; empty where there is none.
     *
     * @throws IOException also where it does not hold what it should
     */
    static Optional<KeyedCertificate> read(Path file) throws IOException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException(file + ": larger than " + MAX_BYTES + " bytes");
            }
            String text = Files.readString(file, StandardCharsets.US_ASCII);
            PrivateKey key =
                    KeyFactory.getInstance("EC")
                            .generatePrivate(new PKCS8EncodedKeySpec(bytes(KEY, text, file)));
            X509Certificate certificate =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(
                                            new ByteArrayInputStream(
                                                    bytes(CERTIFICATE, text, file)));
            return Optional.of(new KeyedCertificate(key, certificate));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + ": no certificate with its key: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(Pattern block, String text, Path file) throws IOException {
        Matcher matcher = block.matcher(text);
        if (!matcher.find()) {
            throw new IOException(file + ": no certificate with its key");
        }
        return Base64.getMimeDecoder().decode(matcher.group(1));
    }

    /** Writes the file as a whole or not at all. */
    void write(Path file) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        var owner = PosixFilePermissions.fromString("rw-------");
        try (var channel =
                Files.newByteChannel(
                        unfinished,
                        Set.copyOf(
                                EnumSet.of(
                                        StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)),
                        PosixFilePermissions.asFileAttribute(owner))) {
            String text = keyText() + certificateText();
            channel.write(StandardCharsets.US_ASCII.encode(text));
        }
        Files.move(
                unfinished,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private String keyText() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /** The certificate alone, as PEM. */
    String certificateText() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String label, byte[] content) {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    /** For a server that shows this certificate, then that of its authority. */
    PemKeyCertOptions options(KeyedCertificate authority) {
        return new PemKeyCertOptions()
                .addKeyValue(Buffer.buffer(keyText()))
                .addCertValue(Buffer.buffer(certificateText() + authority.certificateText()));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "KeyedCertificate[" + certificate.getSubjectX500Principal() + "]";
    }
}
