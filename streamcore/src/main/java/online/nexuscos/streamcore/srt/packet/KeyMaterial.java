package online.nexuscos.streamcore.srt.packet;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key of a stream as it is told to the receiver, wrapped by a key from the passphrase (RFC
 * 3394; draft-sharabayko-srt-01, 3.2.2 and 6).
 *
 * <pre>
 * | 1 0, 3 version 1, 4 type 2 | u16 2029 | 6 0, 2 which keys | u32 0 | u8 cipher 2: AES-CTR |
 * | u8 0 | u8 2: live | u8 0 | u16 0 | u8 salt in words | u8 key in words | salt | wrapped keys |
 * </pre>
 */
public final class KeyMaterial {
    public static final int MAX_MESSAGE = 16 + 16 + 8 + 64;

    private static final int HEADER = 16;
    private static final int SALT = 16;
    private static final int CTR = 2;
    private static final int LIVE = 2;
    private static final int KEY_ITERATIONS = 2048;

    /** Which key a packet is encrypted by. */
    public static final int EVEN = 1;

    public static final int ODD = 2;

    private static final int BOTH = EVEN | ODD;
    private static final int WRAPPING = 8;

    private final byte[] salt;
    private final byte @Nullable [] even;
    private final byte @Nullable [] odd;

    private KeyMaterial(byte[] salt, byte @Nullable [] even, byte @Nullable [] odd) {
        this.salt = salt;
        this.even = even;
        this.odd = odd;
    }

    /** The passphrase was another one, or the message is damaged. */
    public static final class BadSecretException extends Exception {
        private static final long serialVersionUID = 1;

        BadSecretException(String message) {
            super(message);
        }
    }

    /** Unwraps a message. */
    public static KeyMaterial unwrap(byte[] message, String passphrase)
            throws SrtException, BadSecretException {
        if (message.length < HEADER + SALT + WRAPPING) {
            throw new SrtException("key material length: " + message.length);
        }
        int which = message[3] & 3;
        int saltLength = (message[14] & 0xff) * 4;
        int keyLength = (message[15] & 0xff) * 4;
        int count = which == BOTH ? 2 : 1;
        boolean known =
                message[0] == 0x12
                        && message[1] == 0x20
                        && message[2] == 0x29
                        && message[8] == CTR
                        && which != 0
                        && saltLength == SALT
                        && (keyLength == 16 || keyLength == 24 || keyLength == 32);
        if (!known || message.length != HEADER + SALT + WRAPPING + count * keyLength) {
            throw new SrtException("key material: of a form that is not known");
        }
        byte[] salt = Arrays.copyOfRange(message, HEADER, HEADER + SALT);
        byte[] wrapped = Arrays.copyOfRange(message, HEADER + SALT, message.length);
        byte[] keys = unwrapKeys(wrapped, wrappingKey(passphrase, salt, keyLength));
        byte[] first = Arrays.copyOf(keys, keyLength);
        byte[] second = Arrays.copyOfRange(keys, keys.length - keyLength, keys.length);
        return new KeyMaterial(
                salt, (which & EVEN) != 0 ? first : null, (which & ODD) != 0 ? second : null);
    }

    /**
     * A key of its own for packets of the even key.
     *
     * @param keyLength 16, 24 or 32 bytes
     */
    public static KeyMaterial random(SecureRandom random, int keyLength) {
        byte[] salt = new byte[SALT];
        byte[] key = new byte[keyLength];
        random.nextBytes(salt);
        random.nextBytes(key);
        return new KeyMaterial(salt, key, null);
    }

    /** The message that tells the even key to whoever has the passphrase; there must be one. */
    public byte[] wrap(String passphrase) {
        byte[] key = Objects.requireNonNull(even, "even key");
        try {
            Cipher cipher = Cipher.getInstance("AESWrap");
            cipher.init(Cipher.WRAP_MODE, wrappingKey(passphrase, salt, key.length));
            byte[] wrapped = cipher.wrap(new SecretKeySpec(key, "AES"));
            return ByteBuffer.allocate(HEADER + SALT + wrapped.length)
                    .put(new byte[] {0x12, 0x20, 0x29, EVEN, 0, 0, 0, 0, CTR, 0, LIVE, 0, 0, 0})
                    .put((byte) (SALT / 4))
                    .put((byte) (key.length / 4))
                    .put(salt)
                    .put(wrapped)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AESWrap", e);
        }
    }

    private static byte[] unwrapKeys(byte[] wrapped, Key by) throws BadSecretException {
        try {
            Cipher cipher = Cipher.getInstance("AESWrap");
            cipher.init(Cipher.UNWRAP_MODE, by);
            return cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new BadSecretException("the passphrase is another one");
        }
    }

    private static SecretKey wrappingKey(String passphrase, byte[] salt, int keyLength) {
        try {
            byte[] half = Arrays.copyOfRange(salt, SALT / 2, SALT);
            PBEKeySpec specification =
                    new PBEKeySpec(passphrase.toCharArray(), half, KEY_ITERATIONS, keyLength * 8);
            byte[] derived =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1")
                            .generateSecret(specification)
                            .getEncoded();
            return new SecretKeySpec(derived, "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2", e);
        }
    }

    /** Opens the payloads of one key, or seals them: both are the same; one thread. */
    public static final class Opener {
        private static final int IV = 16;
        private static final int IV_SALT = 14;
        private static final int SEQUENCE_AT = 10;

        private final Cipher cipher;
        private final SecretKeySpec key;
        private final byte[] salt;
        private final byte[] iv = new byte[IV];

        Opener(byte[] key, byte[] salt) {
            try {
                this.cipher = Cipher.getInstance("AES/CTR/NoPadding");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has AES", e);
            }
            this.key = new SecretKeySpec(key, "AES");
            this.salt = salt.clone();
        }

        /** Decrypts, or encrypts, one packet's payload into a buffer of its size. */
        public void apply(int sequence, ByteBuffer in, ByteBuffer out) {
            Arrays.fill(iv, (byte) 0);
            System.arraycopy(salt, 0, iv, 0, IV_SALT);
            for (int i = 0; i < 4; i++) {
                iv[SEQUENCE_AT + i] ^= (byte) (sequence >>> (24 - 8 * i));
            }
            try {
                cipher.init(Cipher.DECRYPT_MODE, key, new javax.crypto.spec.IvParameterSpec(iv));
                cipher.doFinal(in, out);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES-CTR takes any payload", e);
            }
        }
    }

    /** For packets of a key; null where this does not tell it. */
    public @Nullable Opener opener(int which) {
        byte[] key = which == EVEN ? even : odd;
        return key == null ? null : new Opener(key, salt);
    }
}
