package online.nexuscos.gateway.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/**
 * Lets pages of named sites call the interface (<a
 * href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch</a>). Never with cookies: such
 * callers bring a token.
 */
final class Cors {
    private static final String ANY = "*";
    private static final CharSequence EXPOSE =
            HttpHeaders.createOptimized("access-control-expose-headers");
    private static final CharSequence EXPOSED =
            HttpHeaders.createOptimized(
                    "ETag, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id");
    private static final CharSequence METHODS =
            HttpHeaders.createOptimized("GET, HEAD, POST, PUT, PATCH, DELETE");
    private static final CharSequence HEADERS =
            HttpHeaders.createOptimized(
                    "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match,"
                            + " Last-Event-ID, Traceparent, Tracestate, X-Request-Id");
    private static final CharSequence MAX_AGE_SECONDS = HttpHeaders.createOptimized("7200");

    private volatile Set<String> origins;

    /**
     * @param origins as browsers write them; {@code *} for all
     */
    Cors(Set<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    /** From now on these may call, and no others. */
    void setOrigins(Set<String> allowed) {
        origins = Set.copyOf(allowed);
    }

    /** Puts the headers on; true where it was a preflight, and then it is answered. */
    boolean answer(HttpServerRequest request) {
        Set<String> allowed = origins;
        if (allowed.isEmpty()) {
            return false;
        }
        MultiMap headers = request.response().headers();
        boolean any = allowed.contains(ANY);
        if (!any) {
            headers.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        }
        String origin = request.headers().get(HttpHeaders.ORIGIN);
        if (origin == null || (!any && !allowed.contains(origin))) {
            return false;
        }
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, any ? ANY : origin);
        headers.set(EXPOSE, EXPOSED);
        if (!request.method().equals(HttpMethod.OPTIONS)
                || !request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)) {
            return false;
        }
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
        headers.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
        request.response().setStatusCode(204).end();
        return true;
    }
}
