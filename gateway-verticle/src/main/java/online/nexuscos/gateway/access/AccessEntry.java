package online.nexuscos.gateway.access;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A request and its answer. Query strings are left out, since they may hold signatures and tokens;
 * so are all headers but these.
 *
 * @param address of the caller
 * @param path without the query
 * @param protocol for example {@code HTTP/1.1}
 * @param status 499 where the caller left before the answer's end
 * @param bytes of the answer's body
 * @param referrer without query; empty where there is none
 * @param requestId empty for media
 */
record AccessEntry(
        Instant begun,
        String address,
        String method,
        String path,
        String protocol,
        int status,
        long bytes,
        String referrer,
        String agent,
        String requestId,
        long durationMs) {
    /** As nginx has it. */
    static final int LEFT = 499;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    /** The combined format, then the request's id and its duration in milliseconds. */
    String text() {
        StringBuilder line = new StringBuilder(200);
        line.append(address).append(" - - [");
        TIME.formatTo(begun, line);
        line.append("] ");
        quote(line, method + ' ' + path + ' ' + protocol);
        line.append(' ').append(status).append(' ').append(bytes).append(' ');
        quote(line, referrer.isEmpty() ? "-" : referrer);
        line.append(' ');
        quote(line, agent.isEmpty() ? "-" : agent);
        line.append(' ').append(requestId.isEmpty() ? "-" : requestId);
        return line.append(' ').append(durationMs).toString();
    }

    /** Nobody forges a line or ends a field. */
    private static void quote(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c < 0x20 || c >= 0x7f) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        line.append('"');
    }

    String json() {
        return new JsonObject()
                .put("time", begun.truncatedTo(ChronoUnit.MILLIS).toString())
                .put("address", address)
                .put("method", method)
                .put("path", path)
                .put("protocol", protocol)
                .put("status", status)
                .put("bytes", bytes)
                .put("referrer", referrer)
                .put("agent", agent)
                .put("requestId", requestId)
                .put("durationMs", durationMs)
                .encode();
    }
}
