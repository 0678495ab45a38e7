package online.nexuscos.platform.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import online.nexuscos.platform.json.Compatibility;
import online.nexuscos.platform.json.Json;
import online.nexuscos.platform.json.JsonException;
import online.nexuscos.platform.json.Schemas;
import online.nexuscos.platform.problem.Problem;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Clients;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.service.Origin;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.platform.service.Remote;
import online.nexuscos.platform.service.ServiceInfo;
import online.nexuscos.platform.service.Trace;

/** Reaches other services over the bus, and knows what was asked of which. */
final class BusClients implements Clients {
    private static final Set<String> REPEATABLE = Set.of("GET", "PUT", "DELETE");
    private static final Duration PATIENCE = RouteDeclaration.PATIENCE;

    private final Caller caller;
    private final PrincipalTokens tokens;
    private final Schemas schemas;
    private final List<BusRemote<?, ?>> remotes = new CopyOnWriteArrayList<>();

    BusClients(Caller caller, PrincipalTokens tokens, Schemas schemas) {
        this.caller = caller;
        this.tokens = tokens;
        this.schemas = schemas;
    }

    @Override
    public <I, O> Remote<I, O> to(
            String service, String method, String path, Class<I> input, Class<O> output) {
        ServiceInfo info = ServiceInfo.named(service);
        BusRemote<I, O> remote =
                new BusRemote<>(service, method, info.prefix() + path, input, output);
        remotes.add(remote);
        return remote;
    }

    /**
     * What was asked of others that they do not offer; each fault names route and field.
     *
     * @param provider the declaration of the service with that name, if there is one
     */
    List<String> mismatches(Function<String, Optional<ServiceDeclaration>> provider) {
        List<String> faults = new ArrayList<>();
        for (BusRemote<?, ?> remote : remotes) {
            Optional<RouteDeclaration<?, ?>> route =
                    provider.apply(remote.service).stream()
                            .flatMap(declaration -> declaration.routes().stream())
                            .filter(each -> each.id().equals(remote.id()))
                            .findFirst();
            if (route.isEmpty()) {
                faults.add(remote.id() + ": no such route");
                continue;
            }
            for (String fault : remote.mismatches(route.get())) {
                faults.add(remote.id() + ": " + fault);
            }
        }
        return faults;
    }

    private final class BusRemote<I, O> implements Remote<I, O> {
        private final String service;
        private final String method;
        private final String path;
        private final Class<I> input;
        private final Class<O> output;
        private final List<String> names;

        BusRemote(String service, String method, String path, Class<I> input, Class<O> output) {
            this.service = service;
            this.method = method;
            this.path = path;
            this.input = input;
            this.output = output;
            names = RouteDeclaration.pathNames(path);
        }

        String id() {
            return method + ' ' + path;
        }

        List<String> mismatches(RouteDeclaration<?, ?> route) {
            List<String> faults = new ArrayList<>();
            JsonObject sent = schemas.ofInput(input);
            if (!route.takesBody()) {
                sent = withPath(sent);
            }
            for (String fault : Compatibility.ofInput(sent, taken(route))) {
                faults.add("sends " + fault);
            }
            for (String fault :
                    Compatibility.ofOutput(
                            schemas.ofOutput(route.output()), schemas.ofOutput(output))) {
                faults.add("reads " + fault);
            }
            return faults;
        }

        /** Values of the path reach the provider's record too, where that has them. */
        private JsonObject withPath(JsonObject schema) {
            JsonObject all = schema.copy();
            JsonArray required = all.getJsonArray("required", new JsonArray()).copy();
            names.forEach(required::add);
            return all.put("required", required);
        }

        private JsonObject taken(RouteDeclaration<?, ?> route) {
            return schemas.ofInput(route.input());
        }

        @Override
        public O call(Call<?> from, I what, String... values) {
            return call(from.principal(), from.requestId(), from.trace().child(), what, values);
        }

        @Override
        public O callAsSystem(I what, String... values) {
            return call(
                    Principal.SYSTEM, UUID.randomUUID().toString(), Trace.begin(), what, values);
        }

        private O call(
                Principal principal, String requestId, Trace trace, I what, String... values) {
            if (values.length != names.size()) {
                throw new IllegalArgumentException(
                        values.length + " values (expected: those of " + path + ")");
            }
            Map<String, String> inPath = new HashMap<>();
            for (int i = 0; i < values.length; i++) {
                inPath.put(names.get(i), values[i]);
            }
            boolean body = !method.equals("GET") && !method.equals("DELETE");
            Request.Head head =
                    new Request.Head(
                            id(),
                            inPath,
                            body ? Map.of() : query(what),
                            tokens.sign(principal),
                            requestId,
                            trace.traceparent(),
                            "",
                            Origin.INTERNAL);
            Buffer content =
                    body && !(what instanceof Nothing)
                            ? Buffer.buffer(Json.write(what))
                            : Request.NO_BODY;
            return read(await(new Request(head, content)));
        }

        private Map<String, List<String>> query(I what) {
            Map<String, List<String>> query = new HashMap<>();
            Json.tree(what)
                    .forEach(entry -> {
                        if (entry.getValue() instanceof JsonArray several) {
                            query.put(
                                    entry.getKey(), several.stream().map(String::valueOf).toList());
                        } else if (!names.contains(entry.getKey())) {
                            query.put(entry.getKey(), List.of(String.valueOf(entry.getValue())));
                        }
                    });
            return query;
        }

        private Answer await(Request request) {
            try {
                return caller.send(service, request, REPEATABLE.contains(method), PATIENCE)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw ProblemException.of(503, service + " was not waited for.");
            } catch (ExecutionException | TimeoutException e) {
                throw ProblemException.of(503, service + " did not answer.");
            }
        }

        private O read(Answer answer) {
            if (answer.status() >= 400) {
                throw new ProblemException(problem(answer));
            }
            if (output == Nothing.class) {
                return output.cast(Nothing.NOTHING);
            }
            return Json.readLenient(answer.body().getBytes(), output);
        }

        /** What the other says of the request; its own failures are no business of our caller. */
        private Problem problem(Answer answer) {
            try {
                JsonObject json = Json.object(answer.body().getBytes());
                Problem problem =
                        Problem.of(answer.status(), json.getString("detail", service + " failed."));
                String field = json.getString("field");
                return answer.status() >= 500
                        ? Problem.of(503, service + " failed.")
                        : field == null ? problem : problem.at(field);
            } catch (JsonException e) {
                return Problem.of(503, service + " failed.");
            }
        }
    }
}
