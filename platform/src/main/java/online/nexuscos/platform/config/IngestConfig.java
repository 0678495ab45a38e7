package online.nexuscos.platform.config;

/**
 * Who may publish.
 *
 * @param open anybody, under any name and without a key
 */
public record IngestConfig(boolean open) {
    static IngestConfig read(ConfigSection section) throws ConfigException {
        return new IngestConfig(section.bool("open", false));
    }
}
