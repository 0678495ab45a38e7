package online.nexuscos.platform.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * What the program keeps.
 *
 * @param dir the folder; created at the first start
 */
public record DataConfig(Path dir) {
    private static final int MAX_PATH = 4096;

    static DataConfig read(ConfigSection section) throws ConfigException {
        String dir = section.text("dir", "data", 1, MAX_PATH);
        try {
            return new DataConfig(Path.of(dir));
        } catch (InvalidPathException e) {
            throw new ConfigException("data.dir: " + dir + " (expected: a path)");
        }
    }
}
