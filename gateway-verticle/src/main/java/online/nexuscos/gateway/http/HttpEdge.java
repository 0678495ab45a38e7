package online.nexuscos.gateway.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import online.nexuscos.platform.problem.Problem;

/** Listens for HTTP on every event loop; media goes to the origin without a router before it. */
public final class HttpEdge {
    /** Longer than any answer waits, and than players pause between requests. */
    private static final int IDLE_SECONDS = 75;

    /** For a request's head to arrive, and its body's beginning. */
    private static final long ARRIVAL_MS = 12_000;

    private static final int MAX_LINE_BYTES = 4096;
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int MAX_HTTP2_STREAMS = 100;

    /** Of a message from a client. */
    private static final int MAX_WEB_SOCKET_BYTES = 8 << 10;

    private static final int BACKLOG = 4096;
    private static final String MEDIA = "/live/";

    private final Predicate<HttpServerRequest> origin;
    private final HttpEndpoints endpoints;
    private final long arrivalMs;
    private final AtomicInteger freePorts = new AtomicInteger();
    private final LongAdder slow = new LongAdder();
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

    /**
     * @param origin answers a request for media, or returns false
     * @param endpoints all the rest
     */
    public HttpEdge(Predicate<HttpServerRequest> origin, HttpEndpoints endpoints) {
        this(origin, endpoints, ARRIVAL_MS);
    }

    HttpEdge(Predicate<HttpServerRequest> origin, HttpEndpoints endpoints, long arrivalMs) {
        this.origin = origin;
        this.endpoints = endpoints;
        this.arrivalMs = arrivalMs;
    }

    /** An open port. */
    public record Door(int port, HttpServer server) {
        /** Shows another certificate to those who come from now on. */
        public Future<Void> show(PemKeyCertOptions certificate) {
            return server.updateSSLOptions(
                            tls(new HttpServerOptions(), certificate).getSslOptions())
                    .mapEmpty();
        }
    }

    /**
     * Listens on all event loops.
     *
     * @param port 0 for any free one
     */
    public Future<Door> listen(Vertx vertx, String host, int port, int eventLoops) {
        return open(vertx, options(host, port), this::handle, eventLoops);
    }

    /** As above, for HTTPS with HTTP/2 and HTTP/1.1. */
    public Future<Door> listenSecurely(
            Vertx vertx, String host, int port, int eventLoops, PemKeyCertOptions certificate) {
        return open(vertx, tls(options(host, port), certificate), this::handle, eventLoops);
    }

    /** As above, for a service's own port, on one event loop. */
    public Future<Door> listen(Vertx vertx, ServiceDoor door) {
        return open(
                vertx,
                options(door.host(), door.port()),
                request -> endpoints.handle(request, door),
                1);
    }

    /**
     * Lets nobody in any more, and connections go as their answers are whole.
     *
     * @param patience for the answers; then the connections are cut
     */
    public Future<Void> shutdown(Duration patience) {
        return Future.join(
                        servers.stream()
                                .map(each ->
                                        each.shutdown(patience.toMillis(), TimeUnit.MILLISECONDS))
                                .toList())
                .mapEmpty();
    }

    /** How many connections were closed because a request did not arrive in time. */
    public long slowRequests() {
        return slow.sum();
    }

    private HttpServerOptions options(String host, int port) {
        return new HttpServerOptions()
                .setHost(host)
                // Negative: any free one, the same for all instances and for no other door.
                .setPort(port == 0 ? freePorts.decrementAndGet() : port)
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setInitialSettings(
                        new Http2Settings()
                                .setMaxConcurrentStreams(MAX_HTTP2_STREAMS)
                                .setMaxHeaderListSize(MAX_HEADER_BYTES))
                .setAcceptBacklog(BACKLOG)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setStrictThreadMode(true)
                .setCompressionSupported(false)
                // Media does not get smaller by it, and each connection would hold its windows.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(MAX_WEB_SOCKET_BYTES)
                .setMaxWebSocketMessageSize(MAX_WEB_SOCKET_BYTES)
                .setHttp2ClearTextEnabled(false);
    }

    private static HttpServerOptions tls(HttpServerOptions options, PemKeyCertOptions certificate) {
        return options.setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setKeyCertOptions(certificate);
    }

    private Future<Door> open(
            Vertx vertx,
            HttpServerOptions options,
            Handler<HttpServerRequest> handler,
            int eventLoops) {
        AtomicReference<HttpServer> opened = new AtomicReference<>();
        return vertx.deployVerticle(
                        () -> new Instance(options, handler, opened),
                        new DeploymentOptions().setInstances(eventLoops))
                .map(deployed -> new Door(opened.get().actualPort(), opened.get()));
    }

    private void handle(HttpServerRequest request) {
        if (!request.uri().startsWith(MEDIA) || !origin.test(request)) {
            endpoints.handle(request);
        }
    }

    /** What is no HTTP, or too long to be looked at, is told so in our form; then the line ends. */
    private static void refuseMalformed(HttpServerRequest request) {
        Problem problem =
                switch (request.decoderResult().cause()) {
                    case TooLongHttpLineException tooLong ->
                            Problem.of(414, "The address is too long.");
                    case TooLongHttpHeaderException tooLong ->
                            Problem.of(431, "The header fields are too large.");
                    case null, default -> Problem.of(400, "The request is malformed.");
                };
        Responses.refuse(request, problem);
        var _ = request.connection().close();
    }

    private final class Instance extends VerticleBase {
        private final HttpServerOptions options;
        private final Handler<HttpServerRequest> handler;
        private final AtomicReference<HttpServer> opened;

        Instance(
                HttpServerOptions options,
                Handler<HttpServerRequest> handler,
                AtomicReference<HttpServer> opened) {
            this.options = options;
            this.handler = handler;
            this.opened = opened;
        }

        @Override
        public Future<?> start() {
            return vertx.createHttpServer(options)
                    .connectionHandler(
                            connection -> ArrivalDeadline.watch(connection, arrivalMs, slow))
                    .requestHandler(handler)
                    .invalidRequestHandler(HttpEdge::refuseMalformed)
                    .listen()
                    .onSuccess(server -> {
                        opened.set(server);
                        servers.add(server);
                    });
        }
    }
}
