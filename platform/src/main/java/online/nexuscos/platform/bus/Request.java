package online.nexuscos.platform.bus;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import online.nexuscos.platform.service.Origin;

/**
 * A call on its way to an instance.
 *
 * @param body JSON, empty where there is none; not to be changed
 */
public record Request(Head head, Buffer body) {
    /** At most so many bytes of JSON go either way. */
    public static final int MAX_BODY_BYTES = 1 << 20;

    static final Buffer NO_BODY = Buffer.buffer();

    /**
     * All but the body.
     *
     * @param route as declared, {@code GET /accounts/{id}}
     * @param path values of the path by their names
     * @param query as given, decoded
     * @param token of the principal
     * @param trace a traceparent
     * @param idempotencyKey empty where there is none
     */
    public record Head(
            String route,
            Map<String, String> path,
            Map<String, List<String>> query,
            String token,
            String requestId,
            String trace,
            String idempotencyKey,
            Origin origin) {
        public Head {
            path = Map.copyOf(path);
            query = Map.copyOf(query);
        }

        Head signed(String principal) {
            return new Head(
                    route, path, query, principal, requestId, trace, idempotencyKey, origin);
        }
    }
}
