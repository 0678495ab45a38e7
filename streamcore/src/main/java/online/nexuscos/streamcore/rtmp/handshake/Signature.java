package online.nexuscos.streamcore.rtmp.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 with the keys of the Flash software, which are public constants: they tell a peer
 * that knows digests from one that does not and keep no secret.
 *
 * <pre>
 * C2, S2, 1536 bytes: the signature is that of the 1504 bytes before it, by the key
 *                     hmac(full key of the sender, digest that the receiver sent)
 * +-------------------------------- - - -+--------------+
 * |  1504 random                         | 32 signature |
 * +-------------------------------- - - -+--------------+
 * </pre>
 */
final class Signature {
    static final int LENGTH = 32;
    static final byte[] CLIENT_KEY = ascii("Genuine Adobe Flash Player 001");
    static final byte[] SERVER_KEY = ascii("Genuine Adobe Flash Media Server 001");

    private static final byte[] KEY_SUFFIX =
            HexFormat.of()
                    .parseHex("f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae");

    private Signature() {}

    /** Signs a packet in place, for the peer that sent {@code digest}. */
    static void sign(byte[] packet, byte[] senderKey, byte[] digest) {
        byte[] fullKey = Arrays.copyOf(senderKey, senderKey.length + KEY_SUFFIX.length);
        ByteBuffer.wrap(fullKey).put(senderKey.length, KEY_SUFFIX);
        Mac mac = mac(mac(fullKey).doFinal(digest));
        int end = packet.length - LENGTH;
        mac.update(packet, 0, end);
        ByteBuffer.wrap(packet).put(end, mac.doFinal());
    }

    static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
