package online.nexuscos.gateway.bridge;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import online.nexuscos.gateway.bridge.HttpLine.Direction;
import online.nexuscos.gateway.http.Responses;
import online.nexuscos.platform.bus.NodeAddress;
import online.nexuscos.platform.bus.Request;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.problem.Problem;

/** Brings downloads and uploads to the node that runs their service, byte by byte. */
final class StreamProxy {
    private static final int CONNECT_MS = 2_000;
    private static final int IDLE_SECONDS = 75;
    private static final int MAX_CONNECTIONS = 256;
    private static final int MAX_WAITING = 256;
    private static final int MAX_HEADER_BYTES = 32 << 10;
    private static final long HTTP2_INTERNAL_ERROR = 2;

    /** Of one connection, not of what is sent (RFC 9110, 7.6.1). */
    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "keep-alive", "transfer-encoding", "upgrade", "te", "trailer");

    private final Vertx vertx;
    private final ServiceBus bus;
    private volatile @org.jspecify.annotations.Nullable HttpClient client;

    StreamProxy(Vertx vertx, ServiceBus bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    /** Made when the first stream goes to another node. */
    private HttpClient client() {
        HttpClient known = client;
        if (known == null) {
            known =
                    vertx.createHttpClient(
                            new HttpClientOptions()
                                    .setConnectTimeout(CONNECT_MS)
                                    .setIdleTimeout(IDLE_SECONDS)
                                    .setMaxHeaderSize(MAX_HEADER_BYTES)
                                    .setMaxInitialLineLength(MAX_HEADER_BYTES),
                            new PoolOptions()
                                    .setHttp1MaxSize(MAX_CONNECTIONS)
                                    .setMaxWaitQueueSize(MAX_WAITING));
            client = known;
        }
        return known;
    }

    /**
     * Carries it; false where no other node runs the service.
     *
     * @param request paused, if there is a body to be read
     */
    boolean carry(
            HttpServerRequest request, String service, Request.Head signed, Direction direction) {
        List<NodeAddress> nodes = bus.running(service);
        if (nodes.isEmpty()) {
            return false;
        }
        RequestOptions options =
                new RequestOptions()
                        .setMethod(
                                request.method().equals(HttpMethod.HEAD)
                                        ? HttpMethod.HEAD
                                        : HttpMethod.POST)
                        .setURI(PeerDoor.PATH + service)
                        .putHeader(PeerDoor.CALL, PeerDoor.header(signed));
        attempt(request, options, direction, new ArrayDeque<>(nodes));
        return true;
    }

    /** Another node is tried as long as none was reached. */
    private void attempt(
            HttpServerRequest request,
            RequestOptions options,
            Direction direction,
            Deque<NodeAddress> nodes) {
        NodeAddress node = nodes.pollFirst();
        if (node == null) {
            refuse(request);
            return;
        }
        client().request(new RequestOptions(options).setHost(node.host()).setPort(node.port()))
                .onSuccess(sent -> forward(request, sent, direction))
                .onFailure(unreached -> attempt(request, options, direction, nodes));
    }

    private static void refuse(HttpServerRequest request) {
        if (request.response().ended() || request.response().closed()) {
            return;
        }
        RequestBody.discard(request);
        request.resume();
        Responses.refuse(request, Problem.of(503, "No node that runs it can be reached."));
    }

    private static void forward(
            HttpServerRequest request, HttpClientRequest sent, Direction direction) {
        HttpServerResponse response = request.response();
        response.closeHandler(closed -> sent.reset());
        response.exceptionHandler(broken -> sent.reset());
        sent.response()
                .onSuccess(answer -> answer(request, answer))
                .onFailure(failure -> fail(request));
        switch (direction) {
            case DOWNLOAD -> sent.end();
            case UPLOAD -> {
                sent.setChunked(true);
                if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
                    response.writeContinue();
                }
                request.pipe().endOnFailure(false).to(sent).onFailure(broken -> sent.reset());
            }
        }
    }

    private static void answer(HttpServerRequest request, HttpClientResponse answer) {
        HttpServerResponse response = request.response().setStatusCode(answer.statusCode());
        MultiMap headers = response.headers();
        for (Map.Entry<String, String> header : answer.headers()) {
            if (!HOP_BY_HOP.contains(header.getKey().toLowerCase(java.util.Locale.ROOT))) {
                headers.add(header.getKey(), header.getValue());
            }
        }
        if (!request.isEnded() && request.version() != HttpVersion.HTTP_2) {
            // It was refused before all of it had come.
            headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
            return;
        }
        if (!headers.contains(HttpHeaders.CONTENT_LENGTH)) {
            response.setChunked(true);
        }
        answer.pipe().endOnFailure(false).to(response).onFailure(broken -> abort(request));
    }

    /** The node went away before it answered. */
    private static void fail(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (!response.ended() && !response.closed() && !response.headWritten()) {
            Responses.refuse(request, Problem.of(503, "The node that runs it went away."));
        }
    }

    /** So that nobody takes what came for the whole. */
    private static void abort(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (request.version() == HttpVersion.HTTP_2) {
            response.reset(HTTP2_INTERNAL_ERROR);
        } else {
            request.connection().close();
        }
    }
}
