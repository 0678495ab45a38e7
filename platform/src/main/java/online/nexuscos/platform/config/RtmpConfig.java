package online.nexuscos.platform.config;

/**
 * Where broadcasters publish.
 *
 * @param host address to listen at
 * @param port TCP port, 0 for any free one
 * @param secure RTMPS is offered, too, with the certificate of HTTPS
 * @param securePort TCP port of RTMPS, 0 for any free one
 */
public record RtmpConfig(String host, int port, boolean secure, int securePort) {
    static RtmpConfig read(ConfigSection section) throws ConfigException {
        return new RtmpConfig(
                section.text("host", "0.0.0.0", 1, NexusConfig.MAX_HOST),
                section.integer("port", 1935, 0, NexusConfig.MAX_PORT),
                section.bool("secure", true),
                section.integer("securePort", 1936, 0, NexusConfig.MAX_PORT));
    }
}
