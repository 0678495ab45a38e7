package online.nexuscos.platform.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import online.nexuscos.platform.bus.ServiceStatus.State;
import online.nexuscos.platform.json.Json;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other nodes, by what each tells every second: what it runs, and how much it has to do. One
 * that is silent for {@value #SILENT_SECONDS} s gets no calls; one that hangs is found out like
 * that, where its connections still stand. Safe on any thread.
 */
final class Peers {
    static final int SILENT_SECONDS = 4;
    static final Duration BEAT = Duration.ofSeconds(1);
    static final Duration SILENT = Duration.ofSeconds(SILENT_SECONDS);
    static final Duration FORGOTTEN = Duration.ofMinutes(1);
    static final int MAX_PEERS = 256;

    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);
    private static final String GREETING = "hello";

    private final Vertx vertx;
    private final BusOptions options;
    private final Instances instances;
    private final Supplier<List<ServiceStatus>> own;
    private final BusMetrics metrics;
    private final String run = UUID.randomUUID().toString();
    private final Map<String, Peer> peers = new HashMap<>();
    private @Nullable Membership membership;
    private @Nullable MessageConsumer<byte[]> consumer;
    private Warning warning = Warning.DUE;

    private enum Warning {
        DUE,
        GIVEN
    }

    /** Another node. */
    private static final class Peer {
        Beat beat;
        Instant heard;
        Set<String> reachable = new HashSet<>();
        Standing standing = Standing.HEARD;

        enum Standing {
            HEARD,
            SILENT
        }

        Peer(Beat beat, Instant heard) {
            this.beat = beat;
            this.heard = heard;
        }
    }

    /**
     * This node among the others.
     *
     * @param member the cluster's own name for it
     * @param host where the others reach its streams
     */
    record Membership(String member, String host, int port) {}

    /**
     * @param own how this node's services are
     */
    Peers(
            Vertx vertx,
            BusOptions options,
            Instances instances,
            Supplier<List<ServiceStatus>> own,
            BusMetrics metrics) {
        this.vertx = vertx;
        this.options = options;
        this.instances = instances;
        this.own = own;
        this.metrics = metrics;
    }

    /** Tells of this node from now on, and hears of the others. */
    synchronized void join(Membership joined) {
        membership = joined;
        consumer = vertx.eventBus().consumer(Beat.ADDRESS, message -> heard(message.body()));
        vertx.setPeriodic(BEAT.toMillis(), timer -> beat());
        beat();
    }

    private void beat() {
        tell(false);
        listen(options.clock().instant());
    }

    private void tell(boolean leaving) {
        Membership here;
        synchronized (this) {
            here = membership;
        }
        if (here == null) {
            return;
        }
        List<Beat.Instance> services =
                own.get().stream()
                        .map(each ->
                                new Beat.Instance(
                                        each.service(),
                                        each.state(),
                                        each.restarts(),
                                        each.inFlight(),
                                        each.failure()))
                        .toList();
        Beat beat =
                new Beat(
                        options.node(),
                        run,
                        here.member(),
                        here.host(),
                        here.port(),
                        leaving,
                        services);
        vertx.eventBus().publish(Beat.ADDRESS, Json.write(beat));
    }

    private void heard(byte[] message) {
        Beat beat = Json.readLenient(message, Beat.class);
        if (!beat.node().equals(options.node())) {
            if (heard(beat, options.clock().instant())) {
                // It need not wait a second for us.
                tell(false);
            }
        } else if (!beat.run().equals(run)) {
            warn(beat);
        }
    }

    private synchronized void warn(Beat beat) {
        if (warning == Warning.DUE) {
            warning = Warning.GIVEN;
            LOG.error(
                    "another node, at {}, is called {} too: calls go astray until one has another"
                            + " name (cluster.node)",
                    beat.host(),
                    beat.node());
        }
    }

    /** Whether it is a node that was not known. */
    synchronized boolean heard(Beat beat, Instant now) {
        if (beat.leaving()) {
            forget(beat.node(), "left");
            return false;
        }
        Peer peer = peers.get(beat.node());
        boolean isNew = peer == null;
        if (peer == null || !peer.beat.run().equals(beat.run())) {
            if (peer != null) {
                forget(beat.node(), "began anew");
            } else if (peers.size() >= MAX_PEERS) {
                LOG.warn("{} is one node too many (expected: <= {})", beat.node(), MAX_PEERS);
                return false;
            }
            peer = new Peer(beat, now);
            peers.put(beat.node(), peer);
            LOG.info("node {} is there", beat.node());
        }
        if (peer.standing == Peer.Standing.SILENT) {
            peer.standing = Peer.Standing.HEARD;
            LOG.info("node {} is heard again", beat.node());
            instances.heard(beat.node());
        }
        peer.beat = beat;
        peer.heard = now;
        place(peer);
        metrics.nodes(count());
        return isNew;
    }

    private void place(Peer peer, Beat.Instance each) {
        String node = peer.beat.node();
        if (each.state() == State.UP) {
            if (peer.reachable.add(each.service())) {
                instances.add(each.service(), node);
                greet(each.service(), node);
            }
            instances.load(each.service(), node, each.inFlight());
        } else if (peer.reachable.remove(each.service())) {
            instances.remove(each.service(), node);
        }
    }

    /**
     * The first message to an address asks the cluster where that is, and may have to wait for a
     * node that hangs; a call is not to be the first.
     */
    private void greet(String service, String node) {
        vertx.eventBus().send(Circuit.address(service, node), GREETING);
    }

    private void place(Peer peer) {
        Set<String> told = new HashSet<>();
        for (Beat.Instance each : peer.beat.services()) {
            told.add(each.service());
            place(peer, each);
        }
        for (String service : List.copyOf(peer.reachable)) {
            if (!told.contains(service)) {
                peer.reachable.remove(service);
                instances.remove(service, peer.beat.node());
            }
        }
    }

    /** Notices who has been silent. */
    synchronized void listen(Instant now) {
        for (Peer peer : List.copyOf(peers.values())) {
            Duration silence = Duration.between(peer.heard, now);
            if (silence.compareTo(FORGOTTEN) > 0) {
                forget(peer.beat.node(), "is gone");
            } else if (silence.compareTo(SILENT) > 0 && peer.standing == Peer.Standing.HEARD) {
                peer.standing = Peer.Standing.SILENT;
                LOG.warn("node {} is silent: it gets no calls", peer.beat.node());
                instances.silent(peer.beat.node());
            }
        }
        metrics.nodes(count());
    }

    private int count() {
        return 1
                + (int)
                        peers.values().stream()
                                .filter(peer -> peer.standing == Peer.Standing.HEARD)
                                .count();
    }

    /** The cluster has lost a member: its connection broke. */
    synchronized void lost(String member) {
        peers.values().stream()
                .map(peer -> peer.beat)
                .filter(beat -> beat.member().equals(member))
                .findFirst()
                .ifPresent(beat -> forget(beat.node(), "is lost"));
    }

    private void forget(String node, String why) {
        Peer gone = peers.remove(node);
        if (gone != null) {
            LOG.info("node {} {}", node, why);
            gone.reachable.forEach(service -> instances.remove(service, node));
            metrics.nodes(count());
        }
    }

    /** Every instance that others told of; those of a silent node are down. */
    synchronized List<ServiceStatus> statuses() {
        List<ServiceStatus> statuses = new ArrayList<>();
        for (Peer peer : peers.values()) {
            for (Beat.Instance each : peer.beat.services()) {
                ServiceStatus told = each.on(peer.beat.node());
                statuses.add(
                        peer.standing == Peer.Standing.HEARD
                                ? told
                                : new ServiceStatus(
                                        each.service(),
                                        peer.beat.node(),
                                        State.DOWN,
                                        each.restarts(),
                                        0,
                                        "its node is silent"));
            }
        }
        statuses.sort(Comparator.comparing(ServiceStatus::node));
        return statuses;
    }

    /** Nodes that run the service, the one with the least to do first. */
    synchronized List<NodeAddress> running(String service) {
        record Candidate(NodeAddress address, int inFlight) {}

        List<Candidate> candidates = new ArrayList<>();
        for (Peer peer : peers.values()) {
            if (peer.standing == Peer.Standing.HEARD && peer.reachable.contains(service)) {
                int inFlight =
                        peer.beat.services().stream()
                                .filter(each -> each.service().equals(service))
                                .mapToInt(Beat.Instance::inFlight)
                                .sum();
                candidates.add(new Candidate(address(peer), inFlight));
            }
        }
        candidates.sort(Comparator.comparingInt(Candidate::inFlight));
        return candidates.stream().map(Candidate::address).toList();
    }

    /** A node that is heard. */
    synchronized Optional<NodeAddress> find(String node) {
        return Optional.ofNullable(peers.get(node))
                .filter(peer -> peer.standing == Peer.Standing.HEARD)
                .map(Peers::address);
    }

    private static NodeAddress address(Peer peer) {
        return new NodeAddress(peer.beat.node(), peer.beat.host(), peer.beat.port());
    }

    /** Says goodbye, so that no call comes any more. */
    Future<Void> leave() {
        tell(true);
        MessageConsumer<byte[]> listening;
        synchronized (this) {
            listening = consumer;
            membership = null;
        }
        return listening == null ? Future.succeededFuture() : listening.unregister();
    }
}
