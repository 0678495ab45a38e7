package online.nexuscos.streamcore.rtmp.handshake;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Where a packet of the handshake (C1 or S1) hides its digest. The specification is silent about
 * it; all it says of these bytes is "random".
 *
 * <pre>
 *          0       4          8                     772                  1536
 *         +-------+----------+---------------------+---------------------+
 * KEY     | time  | version  |   key block         |   digest block      |
 *         +-------+----------+---------------------+---------------------+
 * DIGEST  | time  | version  |   digest block      |   key block         |
 *         +-------+----------+---------------------+---------------------+
 *
 * digest block, 764 bytes: the digest lies (a + b + c + d) mod 728 bytes after the first four
 * +---+---+---+---+-------- - - -------+--------------------+-------- - - -+
 * | a | b | c | d |  random            |  32 digest         |  random      |
 * +---+---+---+---+-------- - - -------+--------------------+-------- - - -+
 * </pre>
 *
 * The digest is the HMAC-SHA256 of the packet without the digest's own bytes.
 */
enum DigestScheme {
    /** Scheme 0: the key block first. */
    KEY_FIRST(772),
    /** Scheme 1: the digest block first. */
    DIGEST_FIRST(8);

    static final int PACKET_LENGTH = 1536;
    static final int DIGEST_LENGTH = 32;

    private static final int OFFSET_MODULUS = 728;

    private final int block;

    DigestScheme(int block) {
        this.block = block;
    }

    /** The scheme by which a packet's digest is valid, if any. */
    static @Nullable DigestScheme of(byte[] packet, byte[] key) {
        for (DigestScheme scheme : values()) {
            if (Arrays.equals(scheme.digest(packet), scheme.compute(packet, key))) {
                return scheme;
            }
        }
        return null;
    }

    /** The digest that a packet carries. */
    byte[] digest(byte[] packet) {
        int position = position(packet);
        return Arrays.copyOfRange(packet, position, position + DIGEST_LENGTH);
    }

    /** Computes a packet's digest and puts it in its place. */
    void sign(byte[] packet, byte[] key) {
        ByteBuffer.wrap(packet).put(position(packet), compute(packet, key));
    }

    private byte[] compute(byte[] packet, byte[] key) {
        int position = position(packet);
        int end = position + DIGEST_LENGTH;
        Mac mac = Signature.mac(key);
        mac.update(packet, 0, position);
        mac.update(packet, end, PACKET_LENGTH - end);
        return mac.doFinal();
    }

    private int position(byte[] packet) {
        int sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += packet[block + i] & 0xff;
        }
        return block + 4 + sum % OFFSET_MODULUS;
    }
}
