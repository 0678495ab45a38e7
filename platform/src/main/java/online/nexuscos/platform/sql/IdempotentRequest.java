package online.nexuscos.platform.sql;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A request with an Idempotency-Key.
 *
 * @param scope whose key it is, and for what: the same key of another account or for another route
 *     is another one
 * @param key as the caller made it
 * @param digest SHA-256 of what was asked, in hexadecimal
 */
public record IdempotentRequest(String scope, String key, String digest) {
    private static final int MAX_KEY = 255;

    public IdempotentRequest {
        if (key.isEmpty() || key.length() > MAX_KEY) {
            throw new IllegalArgumentException(
                    "key: " + key.length() + " characters (expected: 1 to " + MAX_KEY + ")");
        }
    }

    public static IdempotentRequest of(String scope, String key, byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return new IdempotentRequest(scope, key, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    String name() {
        return "idempotency/" + scope + "/" + key;
    }

    byte[] digestBytes() {
        return HexFormat.of().parseHex(digest);
    }

    boolean asks(byte[] otherDigest) {
        return MessageDigest.isEqual(digestBytes(), otherDigest);
    }
}
