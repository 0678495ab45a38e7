package online.nexuscos.platform.config;

/**
 * The services' own ports.
 *
 * @param ports whether they are opened
 * @param host address to listen at
 */
public record ServicesConfig(boolean ports, String host) {
    static ServicesConfig read(ConfigSection section) throws ConfigException {
        return new ServicesConfig(
                section.bool("ports", false),
                section.text("host", "127.0.0.1", 1, NexusConfig.MAX_HOST));
    }
}
