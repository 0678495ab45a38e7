package online.nexuscos.platform.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration, and how it came about.
 *
 * @param settings each key that exists, with its value in effect
 * @param entries paths of the mappings whose names their writer chose, for example {@code
 *     channels.demo}
 * @param warnings for whoever starts the program
 */
public record LoadedConfig(
        NexusConfig config, List<Setting> settings, List<String> entries, List<String> warnings) {
    /** The variable that names another file. */
    public static final String FILE_VARIABLE = "NEXUS_CONFIG";

    private static final Path DEFAULT_FILE = Path.of("conf", "nexus.yaml");

    /**
     * Reads {@code conf/nexus.yaml} of the working folder, or the file that {@value FILE_VARIABLE}
     * names, and the environment above it. Without a file the defaults hold.
     */
    public static LoadedConfig load(Map<String, String> environment) throws ConfigException {
        Path file = file(environment);
        boolean named = !environment.getOrDefault(FILE_VARIABLE, "").isEmpty();
        if (!named && !Files.exists(file)) {
            return parse(file.toString(), "", environment);
        }
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read: " + e);
        }
        return parse(file.toString(), text, environment);
    }

    static Path file(Map<String, String> environment) {
        String named = environment.getOrDefault(FILE_VARIABLE, "");
        return named.isEmpty() ? DEFAULT_FILE : Path.of(named);
    }

    /**
     * Reads {@code yaml} and the environment above it.
     *
     * @param file its name, for messages
     */
    public static LoadedConfig parse(String file, String yaml, Map<String, String> environment)
            throws ConfigException {
        ConfigSource source = new ConfigSource(new Environment(environment));
        @Nullable Object tree = Yaml.parse(file, yaml);
        ConfigSection root = new ConfigSection(source, "", tree, Origin.file(file));
        NexusConfig config = root.read(NexusConfig::read);
        return new LoadedConfig(config, source.settings(), source.entries(), source.warnings());
    }
}
