package online.nexuscos.platform.bus;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import online.nexuscos.platform.json.Schemas;
import online.nexuscos.platform.service.Clients;
import online.nexuscos.platform.service.Events;
import online.nexuscos.platform.service.Origin;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.platform.sql.DeliveredEvent;
import online.nexuscos.platform.sql.Delivery;
import online.nexuscos.platform.sql.Event;

/** The services of this node, and the way to all. Safe on any thread. */
public final class ServiceBus implements Delivery {
    /** What a subscriber may take for one event from the outbox. */
    private static final Duration DELIVERY = Duration.ofSeconds(5);

    /** How long a call waits for a service that is being started. */
    private static final Duration START = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final BusOptions options;
    private final BusMetrics metrics;
    private final Writing writing;
    private final Schemas schemas = new Schemas();
    private final PrincipalTokens tokens;
    private final Instances instances;
    private final Caller caller;
    private final BusClients clients;
    private final BusEvents events;
    private final Peers peers;
    private final AtomicInteger starting = new AtomicInteger();
    private final List<ServiceHost> hosts = new CopyOnWriteArrayList<>();
    private final List<ServiceDeclaration> known = new CopyOnWriteArrayList<>();

    /**
     * A bus without services yet.
     *
     * @param database for routes that write; without one they cannot be declared
     */
    public ServiceBus(
            Vertx vertx,
            BusOptions options,
            PrometheusRegistry registry,
            Optional<Database> database) {
        this.vertx = vertx;
        this.options = options;
        metrics = new BusMetrics(registry);
        writing = new Writing(database);
        tokens = new PrincipalTokens(options.tokenKey(), options.clock());
        instances = new Instances(metrics);
        caller = new Caller(vertx, options, instances, metrics);
        clients = new BusClients(caller, tokens, schemas);
        events = new BusEvents(vertx);
        peers = new Peers(vertx, options, instances, this::ownStatuses, metrics);
        vertx.eventBus().registerDefaultCodec(Request.class, FrameCodec.ofRequests());
        vertx.eventBus().registerDefaultCodec(Answer.class, FrameCodec.ofAnswers());
    }

    /**
     * Runs a service from now on. The future ends when the first start has succeeded or failed; one
     * that failed is tried again.
     *
     * @throws IllegalArgumentException if the declaration contradicts itself or another's
     */
    public Future<Void> add(Service service) {
        return add(service, options.node());
    }

    /**
     * Knows of a service that other nodes run: what it answers, and so how it is called.
     *
     * @throws IllegalArgumentException if the declaration contradicts itself or another's
     */
    public void declare(Service service) {
        ServiceDeclaration declaration = ServiceDeclaration.of(service);
        declaration.events().forEach(events::declare);
        known.add(declaration);
    }

    /**
     * Makes this node one of several, which all know its services from now on.
     *
     * @param member the cluster's own name for this node
     * @param host where the others reach its streams
     */
    public void meet(String member, String host, int port) {
        peers.join(new Peers.Membership(member, host, port));
    }

    /** The cluster has lost that member. */
    public void lost(String member) {
        peers.lost(member);
    }

    /** As above, as another node would run it. */
    Future<Void> add(Service service, String node) {
        ServiceDeclaration declaration = ServiceDeclaration.of(service);
        if (!writing.isPossible()
                && declaration.routes().stream().anyMatch(RouteDeclaration::isWriting)) {
            throw new IllegalArgumentException(
                    declaration.info().name() + ": has routes that write, and no database");
        }
        declaration.events().forEach(events::declare);
        Dispatcher dispatcher =
                new Dispatcher(declaration, node, writing, schemas, tokens, metrics);
        ServiceHost host =
                new ServiceHost(
                        vertx,
                        service,
                        declaration,
                        dispatcher,
                        instances,
                        options.at(node),
                        metrics);
        hosts.add(host);
        starting.incrementAndGet();
        return host.start().onComplete(_ -> starting.decrementAndGet());
    }

    /** Ends all services, the last one first. */
    public Future<Void> close() {
        List<Future<Void>> closing = new ArrayList<>();
        closing.add(peers.leave());
        hosts.reversed().forEach(host -> closing.add(host.close()));
        return Future.join(closing).mapEmpty();
    }

    public Clients clients() {
        return clients;
    }

    public Events events() {
        return events;
    }

    public Schemas schemas() {
        return schemas;
    }

    /** Of all services that are known, those of this node first, in the order of their coming. */
    public List<ServiceDeclaration> declarations() {
        return Stream.concat(hosts.stream().map(ServiceHost::declaration), known.stream()).toList();
    }

    public Optional<ServiceDeclaration> declaration(String service) {
        return declarations().stream()
                .filter(each -> each.info().name().equals(service))
                .findFirst();
    }

    /** Every instance, those of this node first. */
    public List<ServiceStatus> statuses() {
        return Stream.concat(ownStatuses().stream(), peers.statuses().stream()).toList();
    }

    private List<ServiceStatus> ownStatuses() {
        return hosts.stream().map(ServiceHost::status).toList();
    }

    /** Whether the service is to run on this node. */
    public boolean hosts(String service) {
        return hosts.stream().anyMatch(host -> host.declaration().info().name().equals(service));
    }

    /** Whether the service is up on this node. */
    public boolean isHere(String service) {
        return hosts.stream()
                .map(ServiceHost::status)
                .anyMatch(each ->
                        each.service().equals(service) && each.state() == ServiceStatus.State.UP);
    }

    /** Other nodes that run the service, the one with the least to do first. */
    public List<NodeAddress> running(String service) {
        return peers.running(service);
    }

    /** Another node, if it is heard. */
    public Optional<NodeAddress> node(String name) {
        return peers.find(name);
    }

    /** What services ask of others that those do not offer; empty where all fits. */
    public List<String> mismatches() {
        return clients.mismatches(this::declaration);
    }

    /**
     * Sends a call that came in from outside; where the service is just being started here, the
     * call waits for that.
     *
     * @param call its head, whose token is not looked at
     * @param principal on whose behalf
     * @return an answer in every case
     */
    public Future<Answer> send(
            String service,
            RouteDeclaration<?, ?> route,
            Request.Head call,
            Principal principal,
            Buffer body) {
        Future<Void> tried = starting.get() == 0 ? Future.succeededFuture() : tried(service);
        return tried.isComplete()
                ? sendNow(service, route, call, principal, body)
                : awaitStart(tried).compose(_ -> sendNow(service, route, call, principal, body));
    }

    private Future<Answer> sendNow(
            String service,
            RouteDeclaration<?, ?> route,
            Request.Head call,
            Principal principal,
            Buffer body) {
        return caller.send(
                service,
                new Request(call.signed(tokens.sign(principal)), body),
                route.isRepeatable(call.idempotencyKey()),
                route.patience());
    }

    private Future<Void> tried(String service) {
        return hosts.stream()
                .filter(host -> host.declaration().info().name().equals(service))
                .findFirst()
                .map(ServiceHost::tried)
                .orElseGet(Future::succeededFuture);
    }

    /** On the context of whoever waits. */
    private Future<Void> awaitStart(Future<Void> tried) {
        Promise<Void> waited = ((VertxInternal) vertx).getOrCreateContext().promise();
        tried.timeout(START.toMillis(), TimeUnit.MILLISECONDS).onComplete(_ -> waited.complete());
        return waited.future();
    }

    /**
     * Runs a download or an upload that came in from outside, if the service is up on this node.
     *
     * @param call its head, whose token is not looked at
     * @param principal on whose behalf
     * @param line answered, ended or broken off in every case but the one of false
     */
    public boolean stream(String service, Request.Head call, Principal principal, StreamLine line) {
        return stream(service, signed(call, principal), line);
    }

    /** The same call with a token of the principal, for another node. */
    public Request.Head signed(Request.Head call, Principal principal) {
        return call.signed(tokens.sign(principal));
    }

    /** As above, for a call that another node has signed; what is not is answered with 401. */
    public boolean stream(String service, Request.Head signed, StreamLine line) {
        Request request = new Request(signed, Request.NO_BODY);
        return hosts.stream()
                .filter(host -> host.declaration().info().name().equals(service))
                .anyMatch(host -> host.stream(request, line));
    }

    /** The service that feeds the topic with this address. */
    public Optional<String> topicOwner(String address) {
        return declarations().stream()
                .filter(each ->
                        each.topics().stream()
                                .anyMatch(topic -> topic.topic().match(address).isPresent()))
                .map(each -> each.info().name())
                .findFirst();
    }

    /** Whether calls for the service can go to that node. */
    public boolean isReachable(String service, String node) {
        return instances.has(service, node);
    }

    /**
     * Joins a topic.
     *
     * @param node whose topic it shall be, if that node is still there; empty for any
     * @param after {@code epoch} and {@code number} of the last change seen, or nothing
     * @return {@code {"node", "epoch", "number"}} with {@code "snapshot"} or {@code "changes"}, or
     *     a problem
     */
    public Future<Answer> join(
            String service,
            String address,
            String node,
            Map<String, String> after,
            Principal principal,
            String requestId) {
        Request.Head head =
                new Request.Head(
                        TopicJoins.VERB + address,
                        after,
                        Map.of(),
                        tokens.sign(principal),
                        requestId,
                        "",
                        "",
                        Origin.INTERNAL);
        return caller.prefer(
                service, node, new Request(head, Request.NO_BODY), RouteDeclaration.PATIENCE);
    }

    /** The names of lasting events that each service wants, by service. */
    public Map<String, List<String>> subscribers() {
        Map<String, List<String>> wanted = new java.util.TreeMap<>();
        for (ServiceDeclaration declaration : declarations()) {
            List<String> names =
                    declaration.subscriptions().stream()
                            .filter(ServiceDeclaration.Subscription.Lasting.class::isInstance)
                            .map(each -> Event.name(each.event()))
                            .toList();
            if (!names.isEmpty()) {
                wanted.put(declaration.info().name(), names);
            }
        }
        return wanted;
    }

    @Override
    public void deliver(String subscriber, DeliveredEvent event) throws Exception {
        Request.Head head =
                new Request.Head(
                        Deliveries.VERB + event.name(),
                        Map.of(Deliveries.ID, event.id().toString()),
                        Map.of(),
                        tokens.sign(Principal.SYSTEM),
                        event.actor().requestId(),
                        event.actor().trace(),
                        "",
                        Origin.INTERNAL);
        try {
            Answer answer =
                    caller.send(
                                    subscriber,
                                    new Request(head, Buffer.buffer(event.body())),
                                    true,
                                    DELIVERY)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(2 * DELIVERY.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.status() >= 300) {
                throw new IllegalStateException(subscriber + " answered " + answer.status());
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(subscriber + " did not answer", e);
        }
    }
}
