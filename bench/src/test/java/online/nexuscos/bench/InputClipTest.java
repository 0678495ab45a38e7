package online.nexuscos.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputClipTest {
    private static final byte[] HEADER = {'F', 'L', 'V', 1, 5, 0, 0, 0, 9, 0, 0, 0, 0};

    @TempDir Path folder;

    @Test
    void readsTheTimeOfTheLastTag() throws IOException {
        InputClip clip = InputClip.of(file(flv(0x01_000014, 100)));

        assertThat(clip.seconds()).isEqualTo(0x01_000014 / 1e3);
        assertThat(clip.bytes()).isEqualTo(13 + 11 + 100 + 4);
    }

    @Test
    void computesTheBitRate() throws IOException {
        InputClip clip = InputClip.of(file(flv(2000, 250_000 - 28)));

        assertThat(clip.megabitsPerSecond()).isEqualTo(1);
    }

    @Test
    void refusesOtherFiles() throws IOException {
        byte[] truncated = ByteBuffer.allocate(60).put(flv(2000, 100), 0, 60).array();
        for (byte[] content : new byte[][] {{}, HEADER, {1, 2, 3}, truncated}) {
            Path file = file(content);
            assertThatExceptionOfType(BenchException.class).isThrownBy(() -> InputClip.of(file));
        }
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("clip.flv"), content);
    }

    private static byte[] flv(int milliseconds, int payload) {
        ByteBuffer flv = ByteBuffer.allocate(HEADER.length + 11 + payload + 4).put(HEADER);
        flv.putInt(9 << 24 | payload);
        flv.putInt(milliseconds << 8 | milliseconds >>> 24);
        for (int i = 0; i < 3 + payload; i++) {
            flv.put((byte) 0xff);
        }
        return flv.putInt(11 + payload).array();
    }
}
