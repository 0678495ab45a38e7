package online.nexuscos.streamcore.rtmp;

import java.time.Duration;

/**
 * Where the RTMP server listens, and its limits.
 *
 * @param port 0 for any free one
 * @param publishTimeout from the connection to an accepted publish
 * @param silenceTimeout for a publisher of which nothing comes
 * @param maxConnections of all addresses; one more is closed at once
 * @param maxPendingPerAddress connections of one address that do not publish yet
 */
public record RtmpOptions(
        String host,
        int port,
        Duration publishTimeout,
        Duration silenceTimeout,
        int maxConnections,
        int maxPendingPerAddress) {
    public static final int DEFAULT_PORT = 1935;

    public RtmpOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
        }
        requirePositive("publish time-out", publishTimeout.toMillis());
        requirePositive("silence time-out", silenceTimeout.toMillis());
        requirePositive("connections", maxConnections);
        requirePositive("pending connections of an address", maxPendingPerAddress);
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
        }
    }

    /**
     * The usual limits: 10 s, 10 s, 10,000 connections, 8,192 of an address that do not publish.
     */
    public static RtmpOptions of(String host, int port) {
        return new RtmpOptions(
                host, port, Duration.ofSeconds(10), Duration.ofSeconds(10), 10_000, 8192);
    }
}
