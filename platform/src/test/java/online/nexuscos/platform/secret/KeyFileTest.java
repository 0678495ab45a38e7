package online.nexuscos.platform.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    private final SecureRandom random = new SecureRandom();

    @TempDir private Path folder;

    @Test
    void opensWhatItSealedAfterARestart() throws IOException {
        Path file = folder.resolve("below/accounts.key");
        byte[] sealed = KeyFile.open(file, random).seal("a private key", "key-1");
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("private");
        assertThat(KeyFile.open(file, random).open(sealed, "key-1")).isEqualTo("a private key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesAnotherLabelAnotherKeyAndAChangedByte() throws IOException {
        KeyFile key = KeyFile.open(folder.resolve("one.key"), random);
        KeyFile other = KeyFile.open(folder.resolve("other.key"), random);
        byte[] sealed = key.seal("a private key", "key-1");
        assertThatThrownBy(() -> key.open(sealed, "key-2"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> other.open(sealed, "key-1"))
                .isInstanceOf(IllegalStateException.class);
        sealed[20] ^= 1;
        assertThatThrownBy(() -> key.open(sealed, "key-1"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesAFileOfAnotherLength() throws IOException {
        Path file = Files.writeString(folder.resolve("short.key"), "short");
        assertThatThrownBy(() -> KeyFile.open(file, random))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("5 bytes (expected: 32)");
    }
}
