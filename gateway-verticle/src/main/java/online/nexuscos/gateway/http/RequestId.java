package online.nexuscos.gateway.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The name of a request in logs and problems: the caller's own where it is harmless, otherwise a
 * new one. It is in the answer's head before anybody sees the request.
 */
public final class RequestId {
    private static final CharSequence HEADER = HttpHeaders.createOptimized("x-request-id");
    private static final int MAX_LENGTH = 64;
    private static final HexFormat HEX = HexFormat.of();

    private RequestId() {}

    static void assign(HttpServerRequest request) {
        String given = request.headers().get(HEADER);
        String id = given != null && isHarmless(given) ? given : generate();
        request.response().headers().set(HEADER, id);
    }

    /**
     * The request's id, 1 to 64 letters, digits and {@code ._-}; empty for media, which has none.
     */
    public static String of(HttpServerRequest request) {
        String id = request.response().headers().get(HEADER);
        return id == null ? "" : id;
    }

    private static boolean isHarmless(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (c < '0' || c > '9') && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return !id.isEmpty() && id.length() <= MAX_LENGTH;
    }

    private static String generate() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
    }
}
