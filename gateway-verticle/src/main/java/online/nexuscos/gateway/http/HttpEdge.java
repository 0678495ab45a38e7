package online.nexuscos.gateway.http;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Listens for HTTP on every event loop; media goes to the origin without a router before it. */
public final class HttpEdge {
    /** Longer than any answer waits, and than players pause between requests. */
    private static final int IDLE_SECONDS = 75;

    private static final int MAX_LINE_BYTES = 4096;
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int BACKLOG = 4096;
    private static final String MEDIA = "/live/";

    private final Predicate<HttpServerRequest> origin;
    private final Supplier<Router> router;
    private final AtomicInteger actualPort = new AtomicInteger();

    /**
     * @param origin answers a request for media, or returns false
     * @param endpoints all the rest
     */
    public HttpEdge(Predicate<HttpServerRequest> origin, HttpEndpoints endpoints) {
        this.origin = origin;
        this.router = endpoints::router;
    }

    /**
     * Listens on all event loops.
     *
     * @param port 0 for any free one
     * @return the port
     */
    public Future<Integer> listen(Vertx vertx, String host, int port, int eventLoops) {
        HttpServerOptions options = options(host, port);
        Router routes = router.get();
        return vertx.deployVerticle(
                        () -> new Instance(options, routes),
                        new DeploymentOptions().setInstances(eventLoops))
                .map(deployed -> actualPort.get());
    }

    private static HttpServerOptions options(String host, int port) {
        return new HttpServerOptions()
                .setHost(host)
                // Negative: any free one, and the same for all instances.
                .setPort(port == 0 ? -1 : port)
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setAcceptBacklog(BACKLOG)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setStrictThreadMode(true)
                .setCompressionSupported(false)
                .setHttp2ClearTextEnabled(false);
    }

    private final class Instance extends VerticleBase {
        private final HttpServerOptions options;
        private final Router routes;

        Instance(HttpServerOptions options, Router routes) {
            this.options = options;
            this.routes = routes;
        }

        @Override
        public Future<?> start() {
            return vertx.createHttpServer(options)
                    .requestHandler(this::handle)
                    .listen()
                    .onSuccess(this::listening);
        }

        private void listening(HttpServer server) {
            actualPort.set(server.actualPort());
        }

        private void handle(HttpServerRequest request) {
            if (!request.uri().startsWith(MEDIA) || !origin.test(request)) {
                if (!request.method().equals(HttpMethod.GET)
                        && !request.method().equals(HttpMethod.HEAD)) {
                    HttpEndpoints.refuseMethod(request);
                } else {
                    routes.handle(request);
                }
            }
        }
    }
}
