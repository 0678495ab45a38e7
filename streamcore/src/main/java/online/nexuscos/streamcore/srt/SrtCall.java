package online.nexuscos.streamcore.srt;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import online.nexuscos.streamcore.srt.packet.Handshake;

/**
 * What a caller tells the listener of itself.
 *
 * @param streamId what it brings, and often the key to it, at most 512 bytes; empty for none
 * @param latencyMs for which the listener is to wait for lost packets, 20 to 10000
 * @param passphrase of 10 to 79 characters, by which it encrypts; empty where it does not
 * @param keyLength of the key that encrypts: 16, 24 or 32 bytes
 */
public record SrtCall(String streamId, int latencyMs, Optional<String> passphrase, int keyLength) {
    public static final int DEFAULT_LATENCY_MS = 120;
    public static final int DEFAULT_KEY_LENGTH = 16;
    public static final int MIN_LATENCY_MS = 20;
    public static final int MIN_PASSPHRASE = 10;
    public static final int MAX_PASSPHRASE = 79;

    /**
     * @throws IllegalArgumentException saying what is wrong, and showing none of it
     */
    public SrtCall {
        if (streamId.getBytes(StandardCharsets.UTF_8).length > Handshake.MAX_STREAM_ID) {
            throw new IllegalArgumentException("stream id: too long (expected: <= 512 bytes)");
        }
        if (latencyMs < MIN_LATENCY_MS || latencyMs > SrtOptions.MAX_LATENCY_MS) {
            throw new IllegalArgumentException(
                    "latency: " + latencyMs + " ms (expected: 20 to 10000)");
        }
        int length = passphrase.map(String::length).orElse(MIN_PASSPHRASE);
        if (length < MIN_PASSPHRASE || length > MAX_PASSPHRASE) {
            throw new IllegalArgumentException(
                    "passphrase: of " + length + " characters (expected: 10 to 79)");
        }
        if (keyLength != 16 && keyLength != 24 && keyLength != 32) {
            throw new IllegalArgumentException(
                    "key length: " + keyLength + " (expected: 16, 24 or 32)");
        }
    }

    /** The key that our own listener would take it for; empty where it holds none. */
    public String key() {
        return StreamId.parse(streamId).key();
    }

    /** Without what may be a secret. */
    @Override
    public String toString() {
        return "SrtCall[" + latencyMs + " ms]";
    }
}
