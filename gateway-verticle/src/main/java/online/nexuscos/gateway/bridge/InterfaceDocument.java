package online.nexuscos.gateway.bridge;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import online.nexuscos.gateway.http.Responses;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.openapi.OpenApiDocument;
import online.nexuscos.platform.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/openapi.json}, written when it is first asked for. */
final class InterfaceDocument {
    static final String PATH = "/api/openapi.json";

    private static final Logger LOG = LoggerFactory.getLogger(InterfaceDocument.class);

    private final Vertx vertx;
    private final ServiceBus bus;
    private volatile @Nullable Buffer text;

    InterfaceDocument(Vertx vertx, ServiceBus bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    void answer(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            request.response().headers().set(HttpHeaders.ALLOW, "GET, HEAD");
            Responses.refuse(request, Problem.methodNotAllowed("This is only to be read."));
            return;
        }
        Buffer known = text;
        if (known != null) {
            send(request, known);
            return;
        }
        vertx.executeBlocking(
                        () -> OpenApiDocument.of(bus.declarations(), bus.schemas()).toBuffer(),
                        false)
                .onSuccess(written -> {
                    text = written;
                    send(request, written);
                })
                .onFailure(failure -> {
                    LOG.error("{} cannot be written", PATH, failure);
                    Responses.problem(request, Problem.internal());
                });
    }

    private static void send(HttpServerRequest request, Buffer document) {
        request.response()
                .headers()
                .set(HttpHeaders.CONTENT_TYPE, "application/json")
                .set(HttpHeaders.CACHE_CONTROL, "no-cache");
        Responses.end(request, document);
    }
}
