package online.nexuscos.streamcore.hub;

/**
 * Times and limits of the hub.
 *
 * @param node this server's name in the registry
 * @param reconnectMs a publisher who returns within this continues the programme
 * @param silentMs a publisher silent for this is replaced by another with the same key
 * @param lingerMs a stream that has ended can still be watched to its end for this
 * @param maxStreams at once; one more publisher is refused
 * @param maxBitrate bits a second of a publisher who may go on, 0 for any rate
 */
public record HubOptions(
        String node,
        long reconnectMs,
        long silentMs,
        long lingerMs,
        int maxStreams,
        long maxBitrate) {
    public static HubOptions defaults() {
        return new HubOptions("local", 10_000, 2_000, 60_000, 10_000, 0);
    }
}
