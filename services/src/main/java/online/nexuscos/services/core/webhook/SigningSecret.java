package online.nexuscos.services.core.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs what an endpoint is told, so that it knows who tells: {@code v1,} and the HMAC-SHA256 over
 * {@code <id>.<timestamp>.<body>}, in base 64.
 *
 * @param text {@code whsec_} and the key in base 64, as its owner was shown it once
 */
record SigningSecret(String text) {
    private static final String PREFIX = "whsec_";

    /** The specification wants 24 to 64. */
    private static final int BYTES = 32;

    static SigningSecret random(SecureRandom random) {
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        return new SigningSecret(PREFIX + Base64.getEncoder().encodeToString(key));
    }

    /**
     * @param seconds since 1970
     */
    String signature(String messageId, long seconds, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            String signed = messageId + '.' + seconds + '.' + body;
            return "v1,"
                    + Base64.getEncoder()
                            .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "SigningSecret";
    }
}
