package online.nexuscos.platform.problem;

import java.util.Map;
import java.util.Optional;

/**
 * Why a request failed, as RFC 9457 writes it: <a
 * href="https://www.rfc-editor.org/rfc/rfc9457.html">Problem Details for HTTP APIs</a>. The type is
 * always {@code about:blank}: the title says what the status means.
 *
 * @param status the HTTP status, 400 to 599
 * @param title the same for every problem of its kind
 * @param detail what is the matter this time, for a person; no stack traces, no secrets
 * @param field the field of the request at fault
 */
public record Problem(int status, String title, String detail, Optional<String> field) {
    /** The media type of {@link #toJson}. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status: " + status + " (expected: 400 to 599)");
        }
    }

    private static final Map<Integer, String> TITLES =
            Map.ofEntries(
                    Map.entry(400, "Bad Request"),
                    Map.entry(401, "Unauthorized"),
                    Map.entry(403, "Forbidden"),
                    Map.entry(404, "Not Found"),
                    Map.entry(405, "Method Not Allowed"),
                    Map.entry(406, "Not Acceptable"),
                    Map.entry(408, "Request Timeout"),
                    Map.entry(409, "Conflict"),
                    Map.entry(410, "Gone"),
                    Map.entry(411, "Length Required"),
                    Map.entry(412, "Precondition Failed"),
                    Map.entry(413, "Content Too Large"),
                    Map.entry(414, "URI Too Long"),
                    Map.entry(415, "Unsupported Media Type"),
                    Map.entry(421, "Misdirected Request"),
                    Map.entry(422, "Unprocessable Content"),
                    Map.entry(423, "Locked"),
                    Map.entry(428, "Precondition Required"),
                    Map.entry(429, "Too Many Requests"),
                    Map.entry(431, "Request Header Fields Too Large"),
                    Map.entry(500, "Internal Server Error"),
                    Map.entry(501, "Not Implemented"),
                    Map.entry(502, "Bad Gateway"),
                    Map.entry(503, "Service Unavailable"),
                    Map.entry(504, "Gateway Timeout"));

    /**
     * With the title that the status has in RFC 9110.
     *
     * @param status 400 to 599
     */
    public static Problem of(int status, String detail) {
        return new Problem(
                status,
                TITLES.getOrDefault(status, status < 500 ? "Client Error" : "Server Error"),
                detail,
                Optional.empty());
    }

    public static Problem notFound(String detail) {
        return of(404, detail);
    }

    public static Problem methodNotAllowed(String detail) {
        return of(405, detail);
    }

    /**
     * The same, of one field.
     *
     * @param name {@code legs[0].amount}
     */
    public Problem at(String name) {
        return new Problem(status, title, detail, Optional.of(name));
    }

    /** For a failure that is ours: the log knows more than the caller may. */
    public static Problem internal() {
        return new Problem(
                500,
                "Internal Server Error",
                "The server failed; its log says more.",
                Optional.empty());
    }

    public String toJson() {
        StringBuilder json = new StringBuilder(128);
        json.append("{\"type\":\"about:blank\",\"title\":");
        quote(json, title);
        json.append(",\"status\":").append(status).append(",\"detail\":");
        quote(json, detail);
        field.ifPresent(name -> {
            json.append(",\"field\":");
            quote(json, name);
        });
        return json.append('}').toString();
    }

    /** RFC 8259, section 7. */
    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20 || c == 0x7f || Character.isSurrogate(c)) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
