package online.nexuscos.gateway.tls;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import online.nexuscos.platform.config.HttpsConfig.CertificateFiles;

/** Two files that the operator, or a program like certbot, writes anew from time to time. */
public final class CertificateFolder implements CertificateSource {
    private static final int MAX_BYTES = 256 << 10;

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
        return Optional.of(
                new PemKeyCertOptions()
                        .addKeyValue(Buffer.buffer(key))
                        .addCertValue(Buffer.buffer(chain)));
    }

    private static byte[] read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + ": larger than " + MAX_BYTES + " bytes");
        }
        return Files.readAllBytes(file);
    }
}
