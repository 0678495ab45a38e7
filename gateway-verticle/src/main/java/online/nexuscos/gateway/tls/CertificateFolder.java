package online.nexuscos.gateway.tls;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import online.nexuscos.platform.config.HttpsConfig.CertificateFiles;

/** Two files that the operator, or a program like certbot, writes anew from time to time. */
public final class CertificateFolder implements CertificateSource {
    private static final int MAX_BYTES = 256 << 10;
    private static final List<String> KEY_TYPES = List.of("EC", "RSA", "EdDSA");

    private final CertificateFiles files;
    private byte[] lastChain = {};
    private byte[] lastKey = {};

    public CertificateFolder(CertificateFiles files) {
        this.files = files;
    }

    @Override
    public synchronized Optional<PemKeyCertOptions> next() throws IOException {
        byte[] chain = read(files.certificate());
        byte[] key = read(files.key());
        if (Arrays.equals(chain, lastChain) && Arrays.equals(key, lastKey)) {
            return Optional.empty();
        }
        lastChain = chain;
        lastKey = key;
        return Optional.of(options(chain, key));
    }

    /** Fails, and says why, where the files hold no certificate with its key. */
    public static void requireUsable(CertificateFiles files, Vertx vertx) throws IOException {
        PemKeyCertOptions options = options(read(files.certificate()), read(files.key()));
        try {
            for (KeyManager manager : options.getKeyManagerFactory(vertx).getKeyManagers()) {
                if (manager instanceof X509KeyManager keys && isPair(keys)) {
                    return;
                }
            }
        } catch (Exception e) {
            throw new IOException(files.certificate() + ", " + files.key() + ": " + e, e);
        }
        throw new IOException(files.key() + " is not the key of " + files.certificate());
    }

    private static boolean isPair(X509KeyManager keys) throws GeneralSecurityException {
        for (String type : KEY_TYPES) {
            String[] aliases = keys.getServerAliases(type, null);
            for (String alias : aliases == null ? new String[0] : aliases) {
                Signature signature = Signature.getInstance(algorithm(type));
                signature.initSign(keys.getPrivateKey(alias));
                byte[] signed = signature.sign();
                signature.initVerify(keys.getCertificateChain(alias)[0]);
                if (signature.verify(signed)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String algorithm(String keyType) {
        return switch (keyType) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> keyType;
        };
    }

    private static PemKeyCertOptions options(byte[] chain, byte[] key) {
        return new PemKeyCertOptions()
                .addKeyValue(Buffer.buffer(key))
                .addCertValue(Buffer.buffer(chain));
    }

    private static byte[] read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + ": larger than " + MAX_BYTES + " bytes");
        }
        return Files.readAllBytes(file);
    }
}
