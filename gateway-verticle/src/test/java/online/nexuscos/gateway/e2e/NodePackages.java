package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A folder below {@code target} with packages of npm, installed once. */
final class NodePackages {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;

    private NodePackages(Path folder) {
        this.folder = folder;
    }

    /**
     * The packages that a folder of the resources names.
     *
     * @param scripts files beside its {@code package.json}
     */
    static synchronized NodePackages of(String name, String... scripts) {
        Path folder = Path.of("target", "e2e-" + name).toAbsolutePath();
        // Tests run in more than one process.
        try (FileChannel guard =
                        FileChannel.open(
                                folder.resolveSibling(folder.getFileName() + ".lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock _ = guard.lock()) {
            return install(folder, name, scripts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NodePackages install(Path folder, String name, String... scripts)
            throws IOException {
        List<String> files =
                new ArrayList<>(List.of("package.json", "package-lock.json", ".npmrc"));
        files.addAll(List.of(scripts));
        Files.createDirectories(folder);
        for (String file : files) {
            String resource = "/e2e/" + name + "/" + file;
            try (InputStream in = NodePackages.class.getResourceAsStream(resource)) {
                Files.copy(
                        java.util.Objects.requireNonNull(in, resource),
                        folder.resolve(file),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        NodePackages packages = new NodePackages(folder);
        Path done = folder.resolve("installed.json");
        byte[] wanted = Files.readAllBytes(folder.resolve("package-lock.json"));
        if (!Files.exists(done) || Files.mismatch(done, folder.resolve("package-lock.json")) >= 0) {
            packages.run(List.of("npm", "ci", "--prefer-offline"));
            Files.write(done, wanted);
        }
        return packages;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** A file of a package. */
    Path module(String name) {
        return folder.resolve("node_modules").resolve(name);
    }

    /** Runs a command there; anything but success fails. */
    void run(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        try (TestingProcess process = TestingProcess.start(command.getFirst(), builder)) {
            assertThat(process.exitCode(PATIENCE)).as(process.text()).isZero();
        }
    }
}
