package online.nexuscos.streamcore.srt.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyMaterialTest {
    private static final String PASSPHRASE = "correct horse";

    private static byte[] filled(int length, int first) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }

    /** A message as a sender makes it, with one or both keys. */
    private static byte[] message(int which, int keyLength, byte[] salt) throws Exception {
        byte[] keys = filled(which == 3 ? 2 * keyLength : keyLength, 100);
        byte[] wrapping =
                SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1")
                        .generateSecret(
                                new PBEKeySpec(
                                        PASSPHRASE.toCharArray(),
                                        Arrays.copyOfRange(salt, 8, 16),
                                        2048,
                                        keyLength * 8))
                        .getEncoded();
        Cipher cipher = Cipher.getInstance("AESWrap");
        cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(wrapping, "AES"));
        byte[] wrapped = cipher.wrap(new SecretKeySpec(keys, "AES"));
        return ByteBuffer.allocate(32 + wrapped.length)
                .put(new byte[] {0x12, 0x20, 0x29, (byte) which, 0, 0, 0, 0, 2, 0, 2, 0, 0, 0, 4})
                .put((byte) (keyLength / 4))
                .put(salt)
                .put(wrapped)
                .array();
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 24, 32})
    void opens_what_was_sealed(int keyLength) throws Exception {
        byte[] salt = filled(16, 1);
        KeyMaterial keys = KeyMaterial.unwrap(message(3, keyLength, salt), PASSPHRASE);
        byte[] odd = filled(keyLength, 100 + keyLength);
        byte[] iv = Arrays.copyOf(Arrays.copyOf(salt, 14), 16);
        iv[12] ^= 0x12;
        iv[13] ^= 0x34;
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(odd, "AES"), new IvParameterSpec(iv));
        byte[] sealed = cipher.doFinal(filled(1316, 5));
        ByteBuffer open = ByteBuffer.allocateDirect(1316);
        Objects.requireNonNull(keys.opener(2)).apply(0x1234, ByteBuffer.wrap(sealed), open);
        assertThat(open.flip()).isEqualTo(ByteBuffer.wrap(filled(1316, 5)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void tells_one_key(int which) throws Exception {
        KeyMaterial keys = KeyMaterial.unwrap(message(which, 16, filled(16, 1)), PASSPHRASE);
        assertThat(keys.opener(which)).isNotNull();
        assertThat(keys.opener(3 - which)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"another horse", ""})
    void needs_the_same_passphrase(String other) throws Exception {
        byte[] message = message(1, 16, filled(16, 1));
        assertThatThrownBy(() -> KeyMaterial.unwrap(message, other.isEmpty() ? "x" : other))
                .isInstanceOf(KeyMaterial.BadSecretException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 8, 14, 15})
    void is_refused_when_it_is_damaged(int at) throws Exception {
        byte[] message = message(1, 16, filled(16, 1));
        message[at] ^= 0x7c;
        assertThatThrownBy(() -> KeyMaterial.unwrap(message, PASSPHRASE))
                .isInstanceOf(SrtException.class);
    }
}
