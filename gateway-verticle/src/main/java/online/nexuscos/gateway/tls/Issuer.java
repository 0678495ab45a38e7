package online.nexuscos.gateway.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Writes X.509 certificates (<a href="https://www.rfc-editor.org/rfc/rfc5280.html">RFC 5280</a>)
 * over ECDSA keys. It loads Bouncy Castle, which takes most of a second: nothing waits for it.
 */
final class Issuer {
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);

    /** Phones take no more than 825 days; less is better, since it is renewed by itself. */
    private static final Duration SERVER_LIFE = Duration.ofDays(90);

    /** For devices whose clock is behind. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofHours(24);

    private static final int SERIAL_BITS = 127;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Issuer() {}

    /** A new authority, which vouches for servers alone. */
    static KeyedCertificate authority(String name, Instant now) throws GeneralSecurityException {
        KeyPair pair = keyPair();
        X500Principal subject = new X500Principal("CN=" + name + ", O=Nexus COS");
        JcaX509v3CertificateBuilder certificate =
                builder(subject, subject, pair, now, AUTHORITY_LIFE);
        try {
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            certificate.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            certificate.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    extensions.createSubjectKeyIdentifier(pair.getPublic()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return signed(certificate, pair.getPrivate(), pair.getPrivate());
    }

    /** A new certificate of a server with these names. */
    static KeyedCertificate server(KeyedCertificate authority, MachineNames names, Instant now)
            throws GeneralSecurityException {
        KeyPair pair = keyPair();
        JcaX509v3CertificateBuilder certificate =
                builder(
                        authority.certificate().getSubjectX500Principal(),
                        new X500Principal("CN=" + names.first()),
                        pair,
                        now,
                        SERVER_LIFE);
        try {
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            certificate.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            certificate.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            certificate.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
            certificate.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(authority.certificate()));
            certificate.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    extensions.createSubjectKeyIdentifier(pair.getPublic()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return signed(certificate, authority.key(), pair.getPrivate());
    }

    private static GeneralNames alternatives(MachineNames names) {
        List<GeneralName> all = new ArrayList<>();
        names.hosts().forEach(host -> all.add(new GeneralName(GeneralName.dNSName, host)));
        names.addresses()
                .forEach(address -> all.add(new GeneralName(GeneralName.iPAddress, address)));
        return new GeneralNames(all.toArray(GeneralName[]::new));
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, KeyPair pair, Instant now, Duration life) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1),
                Date.from(now.minus(CLOCK_TOLERANCE)),
                Date.from(now.plus(life)),
                subject,
                pair.getPublic());
    }

    private static KeyedCertificate signed(
            JcaX509v3CertificateBuilder certificate, PrivateKey signer, PrivateKey own)
            throws GeneralSecurityException {
        try {
            return new KeyedCertificate(
                    own,
                    new JcaX509CertificateConverter()
                            .getCertificate(
                                    certificate.build(
                                            new JcaContentSignerBuilder("SHA256withECDSA")
                                                    .build(signer))));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
