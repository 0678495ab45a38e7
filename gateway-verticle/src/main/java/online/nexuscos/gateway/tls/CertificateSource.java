package online.nexuscos.gateway.tls;

import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.util.Optional;

/** Where the server's certificate comes from. */
public sealed interface CertificateSource permits CertificateFolder, LocalAuthority {
    /**
     * What to show from now on; empty where that is what this method gave last. Blocks, the first
     * time for a second or so.
     */
    Optional<PemKeyCertOptions> next() throws IOException;
}
