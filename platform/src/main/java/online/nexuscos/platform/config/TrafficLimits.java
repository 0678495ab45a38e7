package online.nexuscos.platform.config;

/**
 * How much may come in and go out; 0 is any number.
 *
 * @param streams at once
 * @param publisherKbps thousands of bits a second of one publisher
 * @param connections over RTMP, of all addresses
 * @param connectionsPerAddress over RTMP
 * @param viewersPerStream over HTTP
 * @param outgoingMbps millions of bits a second to all viewers over HTTP
 */
public record TrafficLimits(
        int streams,
        int publisherKbps,
        int connections,
        int connectionsPerAddress,
        int viewersPerStream,
        int outgoingMbps) {
    private static final int MAX_STREAMS = 100_000;
    private static final int MAX_KBPS = 10_000_000;
    private static final int MAX_CONNECTIONS = 1_000_000;
    private static final int MAX_MBPS = 1_000_000;

    static TrafficLimits read(ConfigSection section) throws ConfigException {
        return new TrafficLimits(
                section.integer("streams", 10_000, 1, MAX_STREAMS),
                section.integer("publisherKbps", 100_000, 0, MAX_KBPS),
                section.integer("connections", 10_000, 1, MAX_CONNECTIONS),
                section.integer("connectionsPerAddress", 1000, 0, MAX_CONNECTIONS),
                section.integer("viewersPerStream", 50_000, 0, MAX_CONNECTIONS),
                section.integer("outgoingMbps", 0, 0, MAX_MBPS));
    }
}
