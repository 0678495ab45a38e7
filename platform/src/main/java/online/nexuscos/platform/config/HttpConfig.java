package online.nexuscos.platform.config;

/**
 * Where pages, the interface and HLS are served.
 *
 * @param host address to listen at
 * @param port TCP port, 0 for any free one
 */
public record HttpConfig(String host, int port) {
    static HttpConfig read(ConfigSection section) throws ConfigException {
        return new HttpConfig(
                section.text("host", "0.0.0.0", 1, NexusConfig.MAX_HOST),
                section.integer("port", 8080, 0, NexusConfig.MAX_PORT));
    }
}
