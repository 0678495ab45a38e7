package online.nexuscos.platform.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Who vouches for the certificates of the servers that this program calls. */
public final class Authorities {
    private static final long MAX_FILE_BYTES = 4L << 20;

    private Authorities() {}

    /**
     * Those that Java knows, and those of a file; reads files, so not on an event loop.
     *
     * @param file PEM
     * @throws IOException where the file cannot be read or holds no certificates
     */
    public static TrustManagerFactory with(Optional<Path> file) throws IOException {
        try {
            TrustManagerFactory usual =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            usual.init((KeyStore) null);
            if (file.isEmpty()) {
                return usual;
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (TrustManager manager : usual.getTrustManagers()) {
                if (manager instanceof X509TrustManager known) {
                    for (X509Certificate certificate : known.getAcceptedIssuers()) {
                        store.setCertificateEntry("authority-" + count++, certificate);
                    }
                }
            }
            for (Certificate certificate : read(file.get())) {
                store.setCertificateEntry("authority-" + count++, certificate);
            }
            TrustManagerFactory all =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            all.init(store);
            return all;
        } catch (GeneralSecurityException e) {
            throw new IOException("authorities: " + e.getMessage(), e);
        }
    }

    private static Iterable<? extends Certificate> read(Path file)
            throws IOException, GeneralSecurityException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException(file + ": larger than " + MAX_FILE_BYTES + " bytes");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }
}
