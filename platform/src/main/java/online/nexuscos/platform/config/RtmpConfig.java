package online.nexuscos.platform.config;

/**
 * Where broadcasters publish.
 *
 * @param host address to listen at
 * @param port TCP port, 0 for any free one
 */
public record RtmpConfig(String host, int port) {
    static RtmpConfig read(ConfigSection section) throws ConfigException {
        return new RtmpConfig(
                section.text("host", "0.0.0.0", 1, NexusConfig.MAX_HOST),
                section.integer("port", 1935, 0, NexusConfig.MAX_PORT));
    }
}
