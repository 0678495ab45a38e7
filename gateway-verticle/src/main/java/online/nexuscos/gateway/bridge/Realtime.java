package online.nexuscos.gateway.bridge;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import online.nexuscos.gateway.http.Callers;
import online.nexuscos.gateway.http.RequestId;
import online.nexuscos.gateway.http.Responses;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.problem.Problem;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Authenticator;
import online.nexuscos.platform.service.Authenticator.Credentials;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /ws}: one WebSocket for all topics. A client joins topics and gets a snapshot with its
 * number, then numbered changes; docs/services.md shows the messages.
 */
public final class Realtime {
    /** Where it is. */
    public static final String PATH = "/ws";

    static final int MAX_MESSAGE_BYTES = 8 << 10;
    static final int MAX_CLIENTS = 10_000;

    /** How often it is looked whether a client may still see what it joined. */
    private static final long RECHECK_MS = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(Realtime.class);

    private final Vertx vertx;
    private final ServiceBus bus;
    private final Visitors visitors;
    private final InstantSource clock;
    private final AtomicInteger open = new AtomicInteger();
    private final Set<RealtimeClient> clients = ConcurrentHashMap.newKeySet();

    /** Of the topics that the bus has. */
    public Realtime(
            Vertx vertx,
            ServiceBus bus,
            Authenticator authenticator,
            Callers callers,
            InstantSource clock) {
        this.vertx = vertx;
        this.bus = bus;
        this.clock = clock;
        visitors = new Visitors(vertx, callers, authenticator);
        vertx.setPeriodic(RECHECK_MS, timer -> clients.forEach(RealtimeClient::recheck));
    }

    /** How many clients there are. */
    public int clients() {
        return open.get();
    }

    /** Looks again at once whether clients may still see what they joined. */
    public void permissionsChanged() {
        clients.forEach(RealtimeClient::recheck);
    }

    /** Answers the request, now or later. */
    public void accept(HttpServerRequest request) {
        if (!"websocket".equalsIgnoreCase(request.getHeader("upgrade"))) {
            request.response().headers().set("upgrade", "websocket");
            Responses.refuse(
                    request,
                    new Problem(
                            426,
                            "Upgrade Required",
                            "This is a WebSocket.",
                            java.util.Optional.empty()));
            return;
        }
        if (!isOwnSite(request)) {
            Responses.refuse(request, Problem.of(403, "Pages of other sites cannot join."));
            return;
        }
        if (open.get() >= MAX_CLIENTS) {
            Responses.refuse(request, Problem.of(503, "There are too many clients."));
            return;
        }
        Credentials credentials = visitors.credentials(request, visitors.origin(request));
        String id = RequestId.of(request);
        request.pause();
        visitors.principal(credentials)
                .compose(principal ->
                        request.toWebSocket().map(socket -> connect(socket, credentials, id)))
                .onSuccess(client -> clients.add(client))
                .onFailure(failure -> refuse(request, failure));
    }

    private RealtimeClient connect(ServerWebSocket socket, Credentials credentials, String id) {
        open.incrementAndGet();
        RealtimeClient client =
                new RealtimeClient(vertx, bus, visitors, credentials, clock, socket, id);
        socket.closeHandler(closed -> {
            open.decrementAndGet();
            clients.remove(client);
            client.closed();
        });
        socket.exceptionHandler(failure -> {
            // Also a message in pieces that grows too long: the line would stay open.
            LOG.debug("a client's line broke", failure);
            client.drop("a malformed or too long message");
        });
        socket.textMessageHandler(client::received);
        socket.binaryMessageHandler(bytes -> client.drop("binary"));
        client.send(new JsonObject().put("type", "welcome").put("time", clock.millis()));
        return client;
    }

    private static void refuse(HttpServerRequest request, Throwable failure) {
        if (request.response().ended() || request.response().headWritten()) {
            return;
        }
        if (failure instanceof ProblemException problem) {
            Responses.refuse(request, problem.problem());
        } else {
            Responses.refuse(request, Problem.of(400, "The WebSocket could not be opened."));
        }
    }

    /** A browser sends cookies with any page's socket, so the page must be ours. */
    private static boolean isOwnSite(HttpServerRequest request) {
        String origin = request.getHeader("origin");
        if (origin == null) {
            return true;
        }
        String host = request.authority() == null ? "" : request.authority().toString();
        return origin.equals("http://" + host) || origin.equals("https://" + host);
    }
}
