package online.nexuscos.platform.service;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a call stands in a trace: <a href="https://www.w3.org/TR/trace-context/">W3C Trace
 * Context</a>, version 00.
 *
 * @param traceId 32 hexadecimal digits, shared by all that one request causes
 * @param spanId 16 hexadecimal digits, of this call
 * @param flags two hexadecimal digits
 */
public record Trace(String traceId, String spanId, String flags) {
    private static final Pattern TRACEPARENT =
            Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");
    private static final int LENGTH = 55;
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_SPAN = "0".repeat(16);

    /** The trace that a header tells of; empty where it is absent or malformed. */
    public static Optional<Trace> parse(@Nullable String traceparent) {
        if (traceparent == null || traceparent.length() != LENGTH) {
            return Optional.empty();
        }
        var match = TRACEPARENT.matcher(traceparent);
        if (!match.matches() || match.group(1).equals(NO_TRACE) || match.group(2).equals(NO_SPAN)) {
            return Optional.empty();
        }
        return Optional.of(new Trace(match.group(1), match.group(2), match.group(3)));
    }

    /** A trace that begins here. */
    public static Trace begin() {
        return new Trace(hex() + hex(), hex(), "00");
    }

    /** A step further in the same trace. */
    public Trace child() {
        return new Trace(traceId, hex(), flags);
    }

    public String traceparent() {
        return "00-" + traceId + '-' + spanId + '-' + flags;
    }

    /** 16 digits, never all zero; traces need no secrecy. */
    private static String hex() {
        long value = ThreadLocalRandom.current().nextLong();
        return HexFormat.of().toHexDigits(value == 0 ? 1 : value);
    }
}
