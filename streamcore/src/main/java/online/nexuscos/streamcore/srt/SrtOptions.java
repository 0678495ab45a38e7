package online.nexuscos.streamcore.srt;

import java.util.Optional;

/**
 * Where SRT is listened for, and its limits.
 *
 * @param port UDP, 0 for any free one
 * @param latencyMs for which lost packets are waited for, unless the caller wants more
 * @param passphrase by which all callers must encrypt; empty where none does
 * @param maxConnections of all callers
 * @param maxConnectionsPerAddress of one caller's address
 */
public record SrtOptions(
        String host,
        int port,
        int latencyMs,
        Optional<String> passphrase,
        int maxConnections,
        int maxConnectionsPerAddress) {
    public static final int MAX_LATENCY_MS = 10_000;

    public SrtOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
        }
        if (latencyMs < 20 || latencyMs > MAX_LATENCY_MS) {
            throw new IllegalArgumentException(
                    "latency: " + latencyMs + " ms (expected: 20 to 10000)");
        }
    }

    /** 5,000 callers, 1,000 of an address. */
    public static SrtOptions of(String host, int port, int latencyMs, Optional<String> passphrase) {
        return new SrtOptions(host, port, latencyMs, passphrase, 5000, 1000);
    }

    /** Without the passphrase. */
    @Override
    public String toString() {
        return "SrtOptions[" + host + ":" + port + "]";
    }
}
