package online.nexuscos.platform.config;

/**
 * Who may publish.
 *
 * @param open programs on this machine need no key, under any name that is no channel's
 */
public record IngestConfig(boolean open) {
    static IngestConfig read(ConfigSection section) throws ConfigException {
        return new IngestConfig(section.bool("open", false));
    }
}
