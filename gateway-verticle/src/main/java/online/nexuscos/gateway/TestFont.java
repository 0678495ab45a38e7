package online.nexuscos.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The font of the test picture's clock, as a file for as long as it is open. */
final class TestFont implements AutoCloseable {
    private static final String RESOURCE = "fonts/Inter.woff";

    private final Path file;

    private TestFont(Path file) {
        this.file = file;
    }

    static TestFont open() throws IOException {
        try (InputStream in = TestFont.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException(RESOURCE + " is missing from the class path");
            }
            Path file = Files.createTempFile("nexus-font", ".woff");
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return new TestFont(file);
        }
    }

    Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
