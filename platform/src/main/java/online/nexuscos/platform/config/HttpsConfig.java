package online.nexuscos.platform.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * HTTPS beside HTTP, at the same address.
 *
 * @param port TCP port, 0 for any free one
 * @param files the certificate to show; where absent, a local authority issues one
 * @param strictDays for how long browsers are told to use nothing but HTTPS, 0 for not at all
 */
public record HttpsConfig(
        boolean enabled, int port, Optional<CertificateFiles> files, int strictDays) {
    private static final int MAX_PATH = 4096;
    private static final int MAX_STRICT_DAYS = 730;

    /**
     * PEM files.
     *
     * @param certificate the server's certificate, then those that lead to its authority
     * @param key its private key, PKCS 8 or older, without a password
     */
    public record CertificateFiles(Path certificate, Path key) {}

    static HttpsConfig read(ConfigSection section) throws ConfigException {
        boolean enabled = section.bool("enabled", true);
        int port = section.integer("port", 8443, 0, NexusConfig.MAX_PORT);
        Optional<Path> certificate = path(section, "certificate");
        Optional<Path> key = path(section, "key");
        if (certificate.isPresent() != key.isPresent()) {
            throw new ConfigException(
                    "https: one of certificate and key (expected: both, or neither)");
        }
        int strictDays = section.integer("strictDays", 0, 0, MAX_STRICT_DAYS);
        if (strictDays > 0 && certificate.isEmpty()) {
            throw new ConfigException(
                    "https.strictDays: "
                            + strictDays
                            + " (expected: 0 without https.certificate: browsers that do not"
                            + " know the local authority could not come back)");
        }
        return new HttpsConfig(
                enabled,
                port,
                certificate.flatMap(
                        chain -> key.map(secret -> new CertificateFiles(chain, secret))),
                strictDays);
    }

    private static Optional<Path> path(ConfigSection section, String key) throws ConfigException {
        String text = section.text(key, "", 0, MAX_PATH);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            throw new ConfigException("https." + key + ": " + text + " (expected: a path)");
        }
    }
}
