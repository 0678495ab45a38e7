package online.nexuscos.gateway.tls;

import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An authority of this server alone, made at its first start, and the certificate that it issues
 * for this machine: anew when names or addresses have changed, or when it nears its end.
 */
public final class LocalAuthority implements CertificateSource {
    private static final Logger LOG = LoggerFactory.getLogger(LocalAuthority.class);
    private static final Duration SERVER_MARGIN = Duration.ofDays(30);
    private static final Duration AUTHORITY_MARGIN = Duration.ofDays(120);
    private static final int HOST_NAME_TYPE = 2;
    private static final int ADDRESS_TYPE = 7;

    private final Path folder;
    private final Supplier<MachineNames> names;
    private final InstantSource clock;
    private volatile @Nullable KeyedCertificate authority;
    private @Nullable X509Certificate shown;

    /**
     * @param folder for both certificates with their keys; made where it is missing
     * @param names asked again each time
     */
    public LocalAuthority(Path folder, Supplier<MachineNames> names, InstantSource clock) {
        this.folder = folder;
        this.names = names;
        this.clock = clock;
    }

    @Override
    public synchronized Optional<PemKeyCertOptions> next() throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        MachineNames wanted = names.get();
        try {
            KeyedCertificate issuer = authority(wanted);
            KeyedCertificate server = server(issuer, wanted);
            if (server.certificate().equals(shown)) {
                return Optional.empty();
            }
            shown = server.certificate();
            return Optional.of(server.options(issuer));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot make a certificate", e);
        }
    }

    private KeyedCertificate authority(MachineNames wanted)
            throws IOException, GeneralSecurityException {
        KeyedCertificate known = authority;
        Path file = folder.resolve("authority.pem");
        if (known == null) {
            // One that cannot be read is never replaced in silence: devices trust it.
            known = KeyedCertificate.read(file).orElse(null);
        }
        if (known == null || isEnding(known.certificate(), AUTHORITY_MARGIN)) {
            String name = "Nexus COS on " + wanted.first();
            known = Issuer.authority(name, clock.instant());
            known.write(file);
            LOG.info("made the authority \"{}\": devices learn to trust it at /trust", name);
        }
        authority = known;
        return known;
    }

    private KeyedCertificate server(KeyedCertificate issuer, MachineNames wanted)
            throws IOException, GeneralSecurityException {
        Path file = folder.resolve("server.pem");
        Optional<KeyedCertificate> known = readable(file);
        if (known.isPresent() && isGood(known.get().certificate(), issuer, wanted)) {
            return known.get();
        }
        KeyedCertificate issued = Issuer.server(issuer, wanted, clock.instant());
        issued.write(file);
        LOG.info("issued a certificate for {} and {}", wanted.hosts(), wanted.addresses());
        return issued;
    }

    private static Optional<KeyedCertificate> readable(Path file) {
        try {
            return KeyedCertificate.read(file);
        } catch (IOException e) {
            LOG.warn("a new certificate is issued: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private boolean isGood(
            X509Certificate certificate, KeyedCertificate issuer, MachineNames wanted) {
        try {
            certificate.verify(issuer.certificate().getPublicKey());
            return !isEnding(certificate, SERVER_MARGIN) && names(certificate).equals(wanted);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private boolean isEnding(X509Certificate certificate, Duration margin) {
        return certificate.getNotAfter().toInstant().isBefore(clock.instant().plus(margin));
    }

    /** For whom a certificate stands. */
    static MachineNames names(X509Certificate certificate) throws CertificateParsingException {
        TreeSet<String> hosts = new TreeSet<>();
        TreeSet<String> addresses = new TreeSet<>();
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives != null) {
            for (List<?> alternative : alternatives) {
                String text = String.valueOf(alternative.get(1));
                switch ((Integer) alternative.get(0)) {
                    case HOST_NAME_TYPE -> hosts.add(text);
                    case ADDRESS_TYPE ->
                            addresses.add(InetAddress.ofLiteral(text).getHostAddress());
                    default -> {}
                }
            }
        }
        return new MachineNames(hosts, addresses);
    }

    /** The authority's certificate, once there is one. */
    public Optional<X509Certificate> certificate() {
        return Optional.ofNullable(authority).map(KeyedCertificate::certificate);
    }

    /** How this machine is called now. */
    public MachineNames machine() {
        return names.get();
    }
}
