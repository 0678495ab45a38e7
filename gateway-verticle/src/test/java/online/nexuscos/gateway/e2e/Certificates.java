package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Certificates, and clients that believe one. */
final class Certificates {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Certificates() {}

    static SSLContext trusting(Path pem) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(pem)) {
            store.setCertificateEntry(
                    "trusted", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** Makes one that signs itself. */
    static void make(String name, Path certificate, Path key) {
        String command =
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
                        + " -subj /CN="
                        + name
                        + " -addext subjectAltName=DNS:"
                        + name
                        + " -keyout "
                        + key
                        + " -out "
                        + certificate;
        try (TestingProcess openssl =
                TestingProcess.start("openssl", new ProcessBuilder(command.split(" ")))) {
            assertThat(openssl.exitCode(PATIENCE)).as(openssl.text()).isZero();
        }
    }

    /** The subject that a port shows to one who trusts that certificate. */
    static String shown(Path trusted, int port) throws Exception {
        try (SSLSocket socket =
                (SSLSocket) trusting(trusted).getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            X509Certificate first = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return first.getSubjectX500Principal().getName();
        }
    }
}
