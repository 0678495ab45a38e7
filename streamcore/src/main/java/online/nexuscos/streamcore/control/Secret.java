package online.nexuscos.streamcore.control;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs paths to one channel. A pass is {@code <expiry>.<signature>}: seconds since 1970 in base
 * 36, and the first 16 bytes of an HMAC-SHA256 over the channel's name and the expiry. It stands in
 * the path, so that all that a playlist leads to carries it along.
 */
final class Secret {
    private static final int BYTES = 32;
    private static final int SIGNATURE_BYTES = 16;
    private static final int MAX_LENGTH = 48;

    private final byte[] bytes;

    Secret(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    static Secret random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Secret(bytes);
    }

    /** As the database keeps it. */
    byte[] bytes() {
        return bytes.clone();
    }

    String pass(String channel, Instant until) {
        String expiry = Long.toString(until.getEpochSecond(), Character.MAX_RADIX);
        return expiry + '.' + signature(channel, expiry);
    }

    /** Whether the pass is for this channel, and still good. */
    boolean admits(String channel, String pass, Instant now) {
        return until(channel, pass, now).isPresent();
    }

    /** When the pass ends; empty where it is not for this channel, or no longer good. */
    Optional<Instant> until(String channel, String pass, Instant now) {
        int dot = pass.indexOf('.');
        if (dot <= 0 || pass.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String expiry = pass.substring(0, dot);
        boolean ours =
                MessageDigest.isEqual(
                        signature(channel, expiry).getBytes(StandardCharsets.US_ASCII),
                        pass.substring(dot + 1).getBytes(StandardCharsets.UTF_8));
        // Only what we signed is read as a number.
        return ours
                ? Optional.of(Instant.ofEpochSecond(Long.parseLong(expiry, Character.MAX_RADIX)))
                        .filter(now::isBefore)
                : Optional.empty();
    }

    /** Names what only those hear of who know this secret; 22 letters, digits, - and _. */
    String line(String channel) {
        // What a pass signs begins with a name, which is never empty: so no pass is a line.
        return sign("\nline\n" + channel);
    }

    private String signature(String channel, String expiry) {
        return sign(channel + '\n' + expiry);
    }

    private String sign(String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            byte[] whole = mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Arrays.copyOf(whole, SIGNATURE_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Without the bytes. */
    @Override
    public String toString() {
        return "Secret";
    }
}
