package online.nexuscos.gateway.bridge;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.net.RFC3986;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import online.nexuscos.gateway.bridge.RouteTree.Found;
import online.nexuscos.gateway.bridge.RouteTree.Target;
import online.nexuscos.gateway.http.Callers;
import online.nexuscos.gateway.http.RateLimits;
import online.nexuscos.gateway.http.RequestId;
import online.nexuscos.gateway.http.Responses;
import online.nexuscos.platform.bus.Answer;
import online.nexuscos.platform.bus.Request;
import online.nexuscos.platform.bus.RouteDeclaration.Traffic;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.problem.Problem;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Authenticator;
import online.nexuscos.platform.service.Authenticator.Credentials;
import online.nexuscos.platform.service.Origin;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.platform.service.Trace;

/** Turns HTTP requests for declared routes into messages on the bus, and the answers back. */
public final class Bridge implements Predicate<HttpServerRequest> {
    private static final String API = "/api/";
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Buffer NO_BODY = Buffer.buffer();
    private static final int MAX_PARAMETERS = 64;

    private final ServiceBus bus;
    private final RouteTree routes;
    private final InterfaceDocument document;
    private final Visitors visitors;
    private final RateLimits limits;
    private final StreamBridge streams;

    /**
     * A bridge to the services that the bus has now.
     *
     * @param authenticator finds out on whose behalf a request is made
     */
    public Bridge(
            Vertx vertx,
            ServiceBus bus,
            Authenticator authenticator,
            Callers callers,
            RateLimits limits) {
        this.bus = bus;
        visitors = new Visitors(vertx, callers, authenticator);
        this.limits = limits;
        streams = new StreamBridge(vertx, bus);
        routes = new RouteTree(bus.declarations());
        document = new InterfaceDocument(vertx, bus);
    }

    /** Answers the request, now or later; false where no service has its address. */
    @Override
    public boolean test(HttpServerRequest request) {
        String path = request.path();
        if (path == null || !path.startsWith(API)) {
            return false;
        }
        if (path.equals(InterfaceDocument.PATH)) {
            document.answer(request);
            return true;
        }
        Optional<Found> found;
        try {
            found = routes.find(request.method().name(), RFC3986.normalizePath(path));
        } catch (IllegalArgumentException e) {
            Responses.refuse(request, Problem.of(400, "The address is malformed."));
            return true;
        }
        if (found.isEmpty()) {
            return false;
        }
        switch (found.get()) {
            case Found.Methods(var allowed) -> {
                request.response().headers().set(HttpHeaders.ALLOW, String.join(", ", allowed));
                Responses.refuse(
                        request,
                        Problem.methodNotAllowed("There is no such method at this address."));
            }
            case Found.Route(var target, var values) -> call(request, target, values);
        }
        return true;
    }

    private void call(HttpServerRequest request, Target target, Map<String, String> values) {
        Request.Head head;
        try {
            head = head(request, target, values);
        } catch (ProblemException e) {
            Answers.fail(request, e);
            return;
        }
        Credentials credentials = visitors.credentials(request, head.origin());
        if (!(target.route().traffic() instanceof Traffic.Messages)) {
            stream(request, target, head, credentials);
            return;
        }
        Future<Answer> answered;
        if (target.route().takesBody()) {
            answered =
                    RequestBody.read(request, target.route().maxBytes())
                            .compose(body -> send(request, target, head, credentials, body));
        } else {
            answered = send(request, target, head, credentials, NO_BODY);
        }
        answered.onSuccess(
                        answer -> {
                            if (!request.response().ended()) {
                                Answers.send(request, answer);
                            }
                        })
                .onFailure(failure -> Answers.fail(request, failure));
    }

    /** The body waits until it is known whose it is. */
    private void stream(
            HttpServerRequest request, Target target, Request.Head head, Credentials credentials) {
        request.pause();
        visitors.principal(credentials)
                .onSuccess(principal -> {
                    if (!principal.isAnonymous()
                            && !limits.admitAccount(request, principal.account())) {
                        return;
                    }
                    try {
                        streams.carry(
                                request,
                                target,
                                head,
                                principal,
                                !credentials.isEmpty(),
                                () -> visitors.principal(credentials));
                    } catch (ProblemException e) {
                        refuse(request, e);
                    }
                })
                .onFailure(failure -> refuse(request, failure));
    }

    /** Of a request whose body waits, and is not wanted. */
    private static void refuse(HttpServerRequest request, Throwable failure) {
        RequestBody.discard(request);
        request.resume();
        if (failure instanceof ProblemException problem) {
            Responses.refuse(request, problem.problem());
        } else {
            Answers.fail(request, failure);
        }
    }

    private Future<Answer> send(
            HttpServerRequest request,
            Target target,
            Request.Head head,
            Credentials credentials,
            Buffer body) {
        if (credentials.isEmpty()) {
            return bus.send(target.service(), target.route(), head, Principal.ANONYMOUS, body);
        }
        return visitors.principal(credentials)
                .compose(principal -> send(request, target, head, principal, body));
    }

    private Future<Answer> send(
            HttpServerRequest request,
            Target target,
            Request.Head head,
            Principal principal,
            Buffer body) {
        if (!principal.isAnonymous() && !limits.admitAccount(request, principal.account())) {
            // It is answered; what is returned is not looked at.
            return Future.succeededFuture(Answer.of(Problem.of(429, "Too many requests.")));
        }
        return bus.send(target.service(), target.route(), head, principal, body);
    }

    private Request.Head head(
            HttpServerRequest request, Target target, Map<String, String> values) {
        String key = request.getHeader("idempotency-key");
        if (key != null && !KEY.matcher(key).matches()) {
            throw ProblemException.of(
                    400, "Idempotency-Key", "1 to 255 printable characters are expected.");
        }
        Origin origin = visitors.origin(request);
        Trace trace =
                Trace.parse(request.getHeader("traceparent"))
                        .map(Trace::child)
                        .orElseGet(Trace::begin);
        return new Request.Head(
                target.route().id(),
                values,
                query(request),
                "",
                RequestId.of(request),
                trace.traceparent(),
                key == null ? "" : key,
                origin);
    }

    private static Map<String, List<String>> query(HttpServerRequest request) {
        String query = request.query();
        if (query == null || query.isEmpty()) {
            return Map.of();
        }
        try {
            Map<String, List<String>> parameters =
                    new QueryStringDecoder(query, false).parameters();
            if (parameters.size() > MAX_PARAMETERS) {
                throw ProblemException.of(400, "There are too many query parameters.");
            }
            return parameters;
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(400, "The query is malformed.");
        }
    }
}
