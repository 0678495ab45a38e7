package online.nexuscos.gateway.bridge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Optional;
import online.nexuscos.gateway.bridge.HttpLine.Direction;
import online.nexuscos.gateway.http.Responses;
import online.nexuscos.platform.bus.Answer;
import online.nexuscos.platform.bus.Request;
import online.nexuscos.platform.bus.RouteDeclaration;
import online.nexuscos.platform.bus.RouteDeclaration.Traffic;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.json.Json;
import online.nexuscos.platform.metrics.MetricsText;
import online.nexuscos.platform.problem.Problem;
import online.nexuscos.platform.problem.ProblemException;

/**
 * Where other nodes bring downloads and uploads of services that run here: {@code POST
 * /streams/ledger-manager}, with the head of the call, its principal's token in it, in a header.
 * Who may call is decided by that token, as on the bus. {@code /health} and {@code /metrics} are
 * there too, for nodes that have no other door.
 */
public final class PeerDoor {
    static final String PATH = "/streams/";
    static final String CALL = "nexus-call";

    private static final int IDLE_SECONDS = 75;

    /** The head of a call in Base64: its path and query, and some hundreds of bytes more. */
    private static final int MAX_HEADER_BYTES = 32 << 10;

    private final Vertx vertx;
    private final ServiceBus bus;
    private final MetricsText metrics;

    public PeerDoor(Vertx vertx, ServiceBus bus, MetricsText metrics) {
        this.vertx = vertx;
        this.bus = bus;
        this.metrics = metrics;
    }

    /**
     * Opens it.
     *
     * @param port 0 for any free one
     * @return its port
     */
    public Future<Integer> open(String host, int port) {
        HttpServerOptions options =
                new HttpServerOptions()
                        .setHost(host)
                        .setPort(port)
                        .setIdleTimeout(IDLE_SECONDS)
                        .setMaxHeaderSize(MAX_HEADER_BYTES)
                        .setTcpNoDelay(true)
                        .setStrictThreadMode(true);
        return vertx.createHttpServer(options)
                .requestHandler(this::handle)
                .listen()
                .map(HttpServer::actualPort);
    }

    private void handle(HttpServerRequest request) {
        try {
            switch (String.valueOf(request.path())) {
                case "/health" -> Responses.json(request, new JsonObject().put("status", "up"));
                case "/metrics" -> tellMetrics(request);
                default -> carry(request);
            }
        } catch (ProblemException e) {
            Responses.refuse(request, e.problem());
        }
    }

    private void carry(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path();
        if (!path.startsWith(PATH)) {
            throw ProblemException.of(404, "This door leads to streams of services.");
        }
        String service = path.substring(PATH.length());
        Request.Head call = call(request.getHeader(CALL));
        Optional<Traffic> traffic =
                bus.declaration(service).stream()
                        .flatMap(each -> each.routes().stream())
                        .filter(route -> route.id().equals(call.route()))
                        .map(RouteDeclaration::traffic)
                        .findFirst();
        boolean upload = traffic.filter(Traffic.Upload.class::isInstance).isPresent();
        if (upload) {
            request.pause();
        }
        HttpLine line =
                new HttpLine(vertx, request, upload ? Direction.UPLOAD : Direction.DOWNLOAD);
        if (!bus.stream(service, call, line)) {
            line.answer(Answer.unavailable(service + " is not running."));
        }
    }

    /** For nodes that have no other door. */
    private void tellMetrics(HttpServerRequest request) {
        vertx.executeBlocking(metrics::write, false)
                .onSuccess(text -> {
                    request.response()
                            .headers()
                            .set(HttpHeaders.CONTENT_TYPE, MetricsText.MEDIA_TYPE);
                    Responses.end(request, Buffer.buffer(text));
                })
                .onFailure(failure -> Responses.problem(request, Problem.internal()));
    }

    private static Request.Head call(@org.jspecify.annotations.Nullable String header) {
        try {
            byte[] json = Base64.getUrlDecoder().decode(header == null ? "" : header);
            return Json.readLenient(json, Request.Head.class);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new ProblemException(Problem.of(400, "There is no call in " + CALL + "."));
        }
    }

    static String header(Request.Head signed) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.write(signed));
    }
}
