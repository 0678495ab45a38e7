package online.nexuscos.platform.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a running server has in effect, in a file of its data folder: other programs of this machine
 * compare it with what the configuration's file says now. Secrets are not in it.
 */
final class RunningConfig {
    private static final String FILE = "in-effect.txt";
    private static final int MAX_BYTES = 16 << 20;

    private RunningConfig() {}

    /** Replaces the file as a whole. */
    static void write(Path folder, List<Setting> settings) throws IOException {
        StringBuilder text = new StringBuilder(self()).append('\n');
        for (Setting setting : settings) {
            text.append(setting.path()).append('\t').append(setting.value()).append('\n');
        }
        Files.createDirectories(folder);
        Path unfinished =
                Files.createTempFile(
                        folder,
                        FILE,
                        ".new",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(unfinished, text);
            Files.move(unfinished, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Values by path, as text; empty where no server runs that has written them. */
    static Map<String, String> read(Path folder) {
        Path file = folder.resolve(FILE);
        Map<String, String> values = new HashMap<>();
        try {
            if (!Files.isReadable(file) || Files.size(file) > MAX_BYTES) {
                return Map.of();
            }
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty() || !isRunning(lines.getFirst())) {
                return Map.of();
            }
            for (String line : lines.subList(1, lines.size())) {
                int tab = line.indexOf('\t');
                if (tab > 0) {
                    values.put(line.substring(0, tab), line.substring(tab + 1));
                }
            }
            return values;
        } catch (IOException e) {
            return Map.of();
        }
    }

    /** The number alone would not do: another process may have it by now. */
    private static String self() {
        return identity(ProcessHandle.current());
    }

    private static boolean isRunning(String line) {
        int space = line.indexOf(' ');
        try {
            long number = Long.parseLong(space < 0 ? line : line.substring(0, space));
            return ProcessHandle.of(number)
                    .map(RunningConfig::identity)
                    .filter(line::equals)
                    .isPresent();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String identity(ProcessHandle process) {
        Optional<Instant> start = process.info().startInstant();
        return process.pid() + " " + start.map(Instant::toEpochMilli).orElse(0L);
    }
}
