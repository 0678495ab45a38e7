package online.nexuscos.gateway.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

/**
 * How to reach this server by HTTPS, and whom to trust for that.
 *
 * @param port of HTTPS
 * @param httpPort where devices come from that do not trust the authority yet
 * @param addresses of this machine on its networks, loopback not among them
 */
public record LocalTrust(X509Certificate authority, int port, int httpPort, List<String> addresses) {
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    public LocalTrust {
        addresses = List.copyOf(addresses);
    }

    /** SHA-256 over the certificate, as systems show it: {@code 4F:A1:...}. */
    public String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(authority.getEncoded());
            return COLONS.formatHex(hash);
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
