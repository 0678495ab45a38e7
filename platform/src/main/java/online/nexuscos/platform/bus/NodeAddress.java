package online.nexuscos.platform.bus;

/**
 * Where the streams of another node are reached.
 *
 * @param node its name
 */
public record NodeAddress(String node, String host, int port) {}
