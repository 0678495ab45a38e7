package online.nexuscos.platform.bus;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import online.nexuscos.platform.bus.RouteDeclaration.Work;
import online.nexuscos.platform.bus.StreamLine.LineException;
import online.nexuscos.platform.json.Json;
import online.nexuscos.platform.json.Schemas;
import online.nexuscos.platform.problem.Problem;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.service.Permission;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.platform.sql.SqlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the messages of one service, each on the virtual thread that calls it. */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final String service;
    private final Map<String, RouteDeclaration<?, ?>> routes = new HashMap<>();
    private final ConcurrentMap<RouteDeclaration<?, ?>, RouteInput<?>> inputs =
            new ConcurrentHashMap<>();
    private final TopicJoins joins;
    private final Writing writing;
    private final Deliveries deliveries;
    private final Schemas schemas;
    private final PrincipalTokens tokens;
    private final BusMetrics metrics;

    Dispatcher(
            ServiceDeclaration declaration,
            String node,
            Writing writing,
            Schemas schemas,
            PrincipalTokens tokens,
            BusMetrics metrics) {
        service = declaration.info().name();
        declaration.routes().forEach(route -> routes.put(route.id(), route));
        joins = new TopicJoins(declaration.topics(), node);
        deliveries = new Deliveries(declaration, writing);
        this.writing = writing;
        this.schemas = schemas;
        this.tokens = tokens;
        this.metrics = metrics;
    }

    /** How long somebody waits for the answer. */
    Duration patience(Request request) {
        RouteDeclaration<?, ?> route = routes.get(request.head().route());
        return route == null ? RouteDeclaration.PATIENCE : route.patience();
    }

    /** Whatever happens, except for an {@code Error}, there is an answer. */
    Answer answer(Request request) {
        long start = System.nanoTime();
        Answer answer = guarded(request, () -> dispatch(request));
        RouteDeclaration<?, ?> route = routes.get(request.head().route());
        String label = route == null ? "other" : route.id();
        metrics.answered(service, label, answer.status(), System.nanoTime() - start);
        return answer;
    }

    /** As {@link #answer}, for a route whose bytes come and go on a line. */
    Answer stream(Request request, StreamLine line) {
        long start = System.nanoTime();
        RouteDeclaration<?, ?> route = routes.get(request.head().route());
        if (route == null) {
            Answer unknown = Answer.of(Problem.notFound("There is nothing at this address."));
            line.answer(unknown);
            return unknown;
        }
        Transfer transfer = new Transfer(service, line, metrics.transfers());
        Answer answer = guarded(request, () -> transfer(route, request, transfer));
        transfer.conclude(answer);
        metrics.answered(service, route.id(), answer.status(), System.nanoTime() - start);
        return answer;
    }

    private <I, O> Answer transfer(RouteDeclaration<I, O> route, Request request, Transfer transfer)
            throws Exception {
        Principal principal = tokens.verify(request.head().token());
        require(route.permission(), principal);
        ActiveCall<I> call =
                new ActiveCall<>(
                        request.head(), input(route).read(request), principal, route.status());
        try {
            return switch (route.work()) {
                case Work.Sending<I, O> sending -> transfer.send(route, call, sending);
                case Work.Receiving<I, O> receiving -> transfer.receive(route, call, receiving);
                case Work.Reading<I, O> reading -> throw noStream(route);
                case Work.Writing<I, O> writing -> throw noStream(route);
                case Work.Following<I, O> following -> throw noStream(route);
            };
        } catch (Exception e) {
            LineException broken = Transfer.lineFailure(e);
            if (broken == null) {
                throw e;
            }
            return transfer.cut(broken);
        }
    }

    private static IllegalArgumentException noStream(RouteDeclaration<?, ?> route) {
        return new IllegalArgumentException(route.id() + ": has another kind of traffic");
    }

    private interface Step {
        Answer run() throws Exception;
    }

    private Answer guarded(Request request, Step step) {
        String id = request.head().requestId();
        try {
            return step.run();
        } catch (ProblemException e) {
            return Answer.of(e);
        } catch (SqlException e) {
            return failed(request, e);
        } catch (InterruptedException e) {
            return Answer.unavailable("It took too long.");
        } catch (Exception e) {
            if (Thread.interrupted()) {
                return Answer.unavailable("It took too long.");
            }
            LOG.error("{} {} failed, request {}", service, request.head().route(), id, e);
            return Answer.of(Problem.internal());
        }
    }

    /** What the database refused may be tried again, or is a mistake of ours. */
    private Answer failed(Request request, SqlException failure) {
        return switch (failure.kind()) {
            case CONFLICT, UNAVAILABLE, TIMEOUT, IN_DOUBT -> {
                LOG.warn(
                        "{} {}, request {}: {}",
                        service,
                        request.head().route(),
                        request.head().requestId(),
                        failure.getMessage());
                yield Answer.of(
                        ProblemException.of(503, "The database cannot be reached or is busy.")
                                .retryAfter(Duration.ofSeconds(2)));
            }
            case DUPLICATE, REFERENCE, INVALID, FAULT -> {
                LOG.error(
                        "{} {} failed, request {}",
                        service,
                        request.head().route(),
                        request.head().requestId(),
                        failure);
                yield Answer.of(Problem.internal());
            }
        };
    }

    private Answer dispatch(Request request) throws Exception {
        Principal principal = tokens.verify(request.head().token());
        String name = request.head().route();
        RouteDeclaration<?, ?> route = routes.get(name);
        if (route != null) {
            return call(route, request, principal);
        }
        if (name.startsWith(Deliveries.VERB)) {
            require(Permission.ALL, principal);
            return deliveries.take(request);
        }
        if (name.startsWith(TopicJoins.VERB)) {
            return joins.join(request, principal);
        }
        return Answer.of(Problem.notFound("There is nothing at this address."));
    }

    private <I, O> Answer call(RouteDeclaration<I, O> route, Request request, Principal principal)
            throws Exception {
        require(route.permission(), principal);
        ActiveCall<I> call =
                new ActiveCall<>(
                        request.head(), input(route).read(request), principal, route.status());
        return switch (route.work()) {
            case Work.Reading<I, O>(var handler) -> answer(call, handler.handle(call));
            case Work.Writing<I, O>(var handler) ->
                    writing.run(
                            route,
                            request,
                            call,
                            transaction -> answer(call, handler.handle(call, transaction)));
            case Work.Sending<I, O> sending -> throw noMessage();
            case Work.Receiving<I, O> receiving -> throw noMessage();
            case Work.Following<I, O> following -> throw noMessage();
        };
    }

    /** Other services cannot ask for it: bytes do not cross the bus. */
    private static ProblemException noMessage() {
        return ProblemException.of(406, "This is had over HTTP alone.");
    }

    /**
     * @throws ProblemException 401 for strangers, 403 for others who lack it
     */
    static void require(Permission permission, Principal principal) {
        if (principal.may(permission)) {
            return;
        }
        if (principal.isAnonymous()) {
            throw ProblemException.of(401, "Sign in first.");
        }
        throw ProblemException.of(403, "This takes the permission " + permission.name() + ".");
    }

    @SuppressWarnings("unchecked") // the map pairs a route with its own input
    private <I> RouteInput<I> input(RouteDeclaration<I, ?> route) {
        RouteInput<?> known = inputs.get(route);
        if (known == null) {
            known = inputs.computeIfAbsent(route, unseen -> new RouteInput<>(route, schemas));
        }
        return (RouteInput<I>) known;
    }

    static Answer answer(ActiveCall<?> call, Object output) {
        Buffer body =
                output instanceof Nothing ? Request.NO_BODY : Buffer.buffer(Json.write(output));
        if (body.length() > Request.MAX_BODY_BYTES) {
            throw new IllegalStateException(
                    "answer: " + body.length() + " bytes (expected: <= 1 MiB)");
        }
        return new Answer(new Answer.Head(call.status(), call.headers(), false), body);
    }
}
