package online.nexuscos.platform.bus;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How services run on this node.
 *
 * @param node its name among the nodes, {@code local} where there is one
 * @param tokenKey that the nodes share, 32 random bytes
 * @param maxConcurrent calls that one service answers at once before it says 503
 * @param maxStreams downloads and uploads that one service has under way at once, as well
 * @param firstPause before a service that crashed comes back; twice as long each time
 * @param maxPause at most
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record BusOptions(
        String node,
        byte[] tokenKey,
        InstantSource clock,
        int maxConcurrent,
        int maxStreams,
        Duration firstPause,
        Duration maxPause) {
    public static BusOptions of(String node, byte[] tokenKey, InstantSource clock) {
        return new BusOptions(
                node, tokenKey, clock, 256, 256, Duration.ofMillis(500), Duration.ofMinutes(1));
    }

    BusOptions at(String otherNode) {
        return new BusOptions(
                otherNode, tokenKey, clock, maxConcurrent, maxStreams, firstPause, maxPause);
    }
}
