package online.nexuscos.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * The FFmpeg program that publishes: the one in the FFmpeg jar that the server ships, unpacked
 * once; else the system's.
 *
 * @param libraries folder of its shared libraries; empty for the system's
 */
record FfmpegProgram(String path, Optional<Path> libraries) {
    private static final Pattern JAR = Pattern.compile("ffmpeg-[0-9].*-linux-[a-z0-9_]+-gpl\\.jar");
    private static final String PROGRAM = "ffmpeg";

    static FfmpegProgram find(Path project, Path cache) {
        Optional<Path> jar = jar(project);
        if (jar.isPresent()) {
            Path unpacked = cache.resolve(PROGRAM);
            unpack(jar.get(), unpacked);
            FfmpegProgram bundled =
                    new FfmpegProgram(unpacked.resolve(PROGRAM).toString(), Optional.of(unpacked));
            if (!bundled.version().isEmpty()) {
                return bundled;
            }
        }
        return new FfmpegProgram(PROGRAM, Optional.empty());
    }

    /** First line of its version; empty when it does not run. */
    String version() {
        List<String> command = new ArrayList<>(command());
        command.add("-version");
        String[] words = command.toArray(String[]::new);
        String line = Command.firstLine(Command.outputOf(Path.of("."), words));
        return line.startsWith("ffmpeg version") ? line : "";
    }

    /** How to start it; env(1) brings its libraries along. */
    List<String> command() {
        return libraries
                .map(folder -> List.of("env", "LD_LIBRARY_PATH=" + folder, path))
                .orElse(List.of(path));
    }

    private static Optional<Path> jar(Path project) {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            Path name = path.getFileName();
            if (name != null && JAR.matcher(name.toString()).matches()) {
                return Optional.of(path);
            }
        }
        Path libraries = NexusContender.libraries(project);
        if (!Files.isDirectory(libraries)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(libraries, "ffmpeg-*-gpl.jar")) {
            for (Path path : jars) {
                return Optional.of(path);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new BenchException("cannot list " + libraries, e);
        }
    }

    private static void unpack(Path jar, Path folder) {
        Path program = folder.resolve(PROGRAM);
        if (Files.isExecutable(program)) {
            return;
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            Files.createDirectories(folder);
            for (JarEntry entry : file.stream().toList()) {
                String name = entry.getName();
                String base = name.substring(name.lastIndexOf('/') + 1);
                boolean needed = base.equals(PROGRAM) || base.startsWith("lib");
                if (name.startsWith("org/bytedeco/") && needed && !base.startsWith("libjni")) {
                    try (InputStream in = file.getInputStream(entry)) {
                        Files.copy(in, folder.resolve(base), StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
            if (!program.toFile().setExecutable(true)) {
                throw new BenchException("cannot make " + program + " executable");
            }
        } catch (IOException e) {
            throw new BenchException("cannot unpack " + jar, e);
        }
    }
}
