package online.nexuscos.gateway;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import online.nexuscos.gateway.bridge.Bridge;
import online.nexuscos.gateway.bridge.PeerDoor;
import online.nexuscos.gateway.bridge.Realtime;
import online.nexuscos.gateway.cluster.Cluster;
import online.nexuscos.gateway.http.Callers;
import online.nexuscos.gateway.http.RateLimits;
import online.nexuscos.gateway.streams.StreamJournal;
import online.nexuscos.gateway.streams.StreamService;
import online.nexuscos.platform.bus.BusOptions;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.bus.ServiceDeclaration;
import online.nexuscos.platform.config.ClusterConfig;
import online.nexuscos.platform.config.CurrentConfig;
import online.nexuscos.platform.config.NexusConfig;
import online.nexuscos.platform.config.OutboundConfig;
import online.nexuscos.platform.health.HealthSource;
import online.nexuscos.platform.metrics.MetricsText;
import online.nexuscos.platform.service.Authenticator;
import online.nexuscos.platform.service.Events;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.sql.Outbox;
import online.nexuscos.platform.sql.SqlException;
import online.nexuscos.services.core.CoreOs;
import online.nexuscos.services.core.PublishDoor;
import online.nexuscos.services.core.webhook.Webhooks;
import online.nexuscos.services.finance.ledger.LedgerService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services of this node, on one bus. */
final class Services {
    private static final Logger LOG = LoggerFactory.getLogger(Services.class);
    private static final String ALONE = "local";
    private static final int KEY_BYTES = 32;

    /** How often followers hear of bit rates and viewers. */
    private static final long REFRESH_MS = 1000;

    private static final long RETRY_MS = 2000;

    private final Vertx vertx;
    private final ServiceBus bus;
    private final Identity identity;
    private final Outbox outbox;
    private final Optional<StreamJournal> journal;
    private final InstantSource clock;

    private Services(
            Vertx vertx,
            ServiceBus bus,
            Identity identity,
            Outbox outbox,
            Optional<StreamJournal> journal,
            InstantSource clock) {
        this.journal = journal;
        this.vertx = vertx;
        this.clock = clock;
        this.bus = bus;
        this.identity = identity;
        this.outbox = outbox;
    }

    /**
     * Starts them; nobody waits until they are up.
     *
     * @param cluster of which this node is one, where there are others
     * @param openDoors names of the services whose own ports are open
     * @param publishing where broadcasters publish
     */
    static Services start(
            Vertx vertx,
            CurrentConfig current,
            Optional<Cluster> cluster,
            PrometheusRegistry registry,
            LiveEngine engine,
            Records records,
            Supplier<Set<String>> openDoors,
            Supplier<List<PublishDoor>> publishing)
            throws StartException {
        InstantSource clock = InstantSource.system();
        NexusConfig config = current.config();
        ServiceBus bus =
                new ServiceBus(
                        vertx,
                        options(config, cluster, clock),
                        registry,
                        Optional.of(records.database()));
        Optional<StreamJournal> journal =
                records.secrets().map(_ -> new StreamJournal(records.database(), registry));
        StreamService streams =
                new StreamService(
                        engine,
                        () -> current.config().channels(),
                        records.channels(),
                        records.ownersRoutes(),
                        bus.events(),
                        journal.<Events>map(each -> each).orElse(_ -> {}),
                        clock,
                        cluster.map(each -> config.cluster().node()));
        Identity identity =
                Identity.open(vertx, config, records.database(), () -> permissions(bus), clock);
        Outbox outbox = new Outbox(records.database(), bus, registry);
        Placing placing = new Placing(config, bus);
        placing.place(
                new CoreOs(
                        bus,
                        openDoors,
                        records::health,
                        publishing,
                        identity.accounts().map(accounts -> records.database()),
                        records.secrets()
                                .map(keys ->
                                        new Webhooks(
                                                vertx,
                                                records.database(),
                                                keys,
                                                webhooks(config.outbound(), clock)))));
        placing.place(streams);
        identity.accounts()
                .ifPresent(accounts -> {
                    List<Service> writing = new ArrayList<>(accounts.services());
                    writing.add(new LedgerService(records.database(), clock));
                    if (writing.stream().map(placing::place).reduce(false, Boolean::logicalOr)) {
                        deliver(vertx, outbox, bus);
                    }
                });
        if (config.services().runs(streams.info())) {
            engine.follow(streams);
            vertx.setPeriodic(REFRESH_MS, timer -> streams.refresh());
        }
        return new Services(vertx, bus, identity, outbox, journal, clock);
    }

    private static Webhooks.Options webhooks(OutboundConfig config, InstantSource clock) {
        return new Webhooks.Options(Outbound.policy(config), config.authorities(), clock);
    }

    /** Has services run here, where the configuration wants it. */
    private record Placing(NexusConfig config, ServiceBus bus) {
        /** Whether it runs here. One that may run on another node is known all the same. */
        boolean place(Service service) {
            if (config.services().runs(service.info())) {
                var _ = bus.add(service);
                return true;
            }
            if (config.cluster().enabled()) {
                bus.declare(service);
            }
            return false;
        }
    }

    private static BusOptions options(
            NexusConfig config, Optional<Cluster> cluster, InstantSource clock) {
        if (cluster.isPresent()) {
            return BusOptions.of(config.cluster().node(), cluster.get().tokenKey(), clock);
        }
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return BusOptions.of(ALONE, key, clock);
    }

    /**
     * Opens the door for other nodes, and tells them of this one.
     *
     * @return when it is open; at once where there is no cluster
     */
    Future<Void> meet(ClusterConfig config, Optional<Cluster> cluster, MetricsText metrics) {
        if (cluster.isEmpty()) {
            return Future.succeededFuture();
        }
        Cluster members = cluster.get();
        return new PeerDoor(vertx, bus, metrics)
                .open(config.host(), config.streamPort())
                .onSuccess(port -> {
                    members.watch(bus::lost);
                    bus.meet(members.member(), config.host(), port);
                })
                .mapEmpty();
    }

    /** Brings lasting events to those who subscribed to them, once the database is there. */
    private static void deliver(Vertx vertx, Outbox outbox, ServiceBus bus) {
        Thread.ofVirtual()
                .name("outbox")
                .start(() -> {
                    try {
                        bus.subscribers().forEach(outbox::subscribe);
                        outbox.start();
                    } catch (SqlException e) {
                        LOG.warn("events of services wait: {}", e.getMessage());
                        vertx.setTimer(RETRY_MS, _ -> deliver(vertx, outbox, bus));
                    }
                });
    }

    /** One for each service that should run here, and for each store. */
    List<HealthSource> health(Records records) {
        List<HealthSource> sources = new ArrayList<>();
        for (ServiceDeclaration service : bus.declarations()) {
            sources.add(PartHealth.ofService(bus, service.info().name()));
        }
        Records.STORES.forEach(name -> sources.add(PartHealth.ofStore(records, name)));
        return sources;
    }

    /** Names of all that routes ask for. */
    private static Set<String> permissions(ServiceBus bus) {
        return bus.declarations().stream()
                .flatMap(service -> service.routes().stream())
                .map(route -> route.permission().name())
                .collect(Collectors.toSet());
    }

    /** Whether accounts are made and changed here. */
    boolean keepsAccounts() {
        return identity.accounts().stream()
                .flatMap(accounts -> accounts.services().stream())
                .anyMatch(service -> bus.hosts(service.info().name()));
    }

    Identity identity() {
        return identity;
    }

    /** Answers the HTTP requests and WebSockets that are for them; false for all others. */
    Predicate<HttpServerRequest> bridge(Callers callers, RateLimits limits) {
        Authenticator authenticator = identity.authenticator();
        Bridge bridge = new Bridge(vertx, bus, authenticator, callers, limits);
        Realtime realtime = new Realtime(vertx, bus, authenticator, callers, clock);
        return request -> {
            if (Realtime.PATH.equals(request.path())) {
                realtime.accept(request);
                return true;
            }
            return bridge.test(request);
        };
    }

    Future<Void> close() {
        journal.ifPresent(StreamJournal::close);
        outbox.close();
        return bus.close().onComplete(closed -> identity.close());
    }
}
