package online.nexuscos.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that live as long as a run. */
final class TemporaryFolder {
    private static final Path MEMORY = Path.of("/dev/shm");

    private TemporaryFolder() {}

    static Path create(Path parent, String prefix) {
        try {
            return Files.createTempDirectory(parent, prefix);
        } catch (IOException e) {
            throw new BenchException("no temporary folder in " + parent, e);
        }
    }

    /** A new folder in memory where the system has such, else on disk. */
    static Path createInMemory(String prefix) {
        return Files.isWritable(MEMORY)
                ? create(MEMORY, prefix)
                : create(Path.of(System.getProperty("java.io.tmpdir")), prefix);
    }

    /** With all that is in it; what a process ending just now removes first is no error. */
    static void delete(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> paths = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : paths) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            System.err.println("left behind: " + folder + " (" + e.getMessage() + ")");
        }
    }
}
