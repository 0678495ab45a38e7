package online.nexuscos.gateway;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import online.nexuscos.gateway.streams.StreamDirectory;
import online.nexuscos.gateway.streams.StreamListener;
import online.nexuscos.platform.config.LiveConfig;
import online.nexuscos.platform.config.TrafficLimits;
import online.nexuscos.streamcore.hls.HlsOrigin;
import online.nexuscos.streamcore.hls.HlsStream;
import online.nexuscos.streamcore.hls.Outgoing;
import online.nexuscos.streamcore.hls.Viewing;
import online.nexuscos.streamcore.hub.Hub;
import online.nexuscos.streamcore.hub.HubOptions;
import online.nexuscos.streamcore.hub.LiveStream;
import online.nexuscos.streamcore.hub.LocalStreamRegistry;
import online.nexuscos.streamcore.hub.StreamKeys;
import online.nexuscos.streamcore.hub.StreamReader;
import online.nexuscos.streamcore.hub.StreamStatus;
import online.nexuscos.streamcore.media.Cue;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.packaging.Packager;
import online.nexuscos.streamcore.packaging.PackagerOptions;
import online.nexuscos.streamcore.play.Broadcasts;
import online.nexuscos.streamcore.play.PlayForm;
import online.nexuscos.streamcore.play.PlayOptions;
import online.nexuscos.streamcore.play.PlayOrigin;
import online.nexuscos.streamcore.play.Viewer;
import online.nexuscos.streamcore.play.ViewerSink;
import online.nexuscos.streamcore.pull.PullStatus;
import online.nexuscos.streamcore.pull.Pulls;
import online.nexuscos.streamcore.restream.Restreams;
import online.nexuscos.streamcore.restream.TargetStatus;
import online.nexuscos.streamcore.rtmp.PublishGate;
import org.jspecify.annotations.Nullable;

/** Puts a packager and an HLS stream beside each live stream, for as long as that lives. */
final class LiveEngine implements StreamDirectory {
    private final Hub hub;
    private final HlsOrigin origin;
    private final Broadcasts broadcasts;
    private final PlayOrigin playOrigin;
    private final Supplier<PackagerOptions> packaging;
    private final Restreams restreams;
    private final ConcurrentMap<String, Delivery> byName = new ConcurrentHashMap<>();
    private final Map<LiveStream, Delivery> deliveries = new LinkedHashMap<>();
    private volatile StreamListener listener = StreamListener.NOBODY;
    private final Outgoing outgoing = new Outgoing();
    private final LongAdder refusedViewers = new LongAdder();
    private final HlsStream.Audience audience =
            new HlsStream.Audience(outgoing, this::maxViewers, refusedViewers);
    private volatile TrafficLimits limits;
    private volatile Optional<Pulls> pulls = Optional.empty();
    private Totals past = Totals.NONE;

    /** A stream on its way to viewers. */
    private record Delivery(LiveStream stream, Packager packager, HlsStream hls) {
        Totals totals() {
            return new Totals(
                    stream.ingestBytes(),
                    hls.bytesSent(),
                    stream.status().drops(),
                    hls.requests(),
                    hls.errors());
        }
    }

    /** What is counted over all streams since the start. */
    record Totals(
            long ingestBytes, long egressBytes, long drops, long requests, long failedRequests) {
        static final Totals NONE = new Totals(0, 0, 0, 0, 0);

        static Totals sent(long bytes) {
            return new Totals(0, bytes, 0, 0, 0);
        }

        Totals plus(Totals other) {
            return new Totals(
                    ingestBytes + other.ingestBytes,
                    egressBytes + other.egressBytes,
                    drops + other.drops,
                    requests + other.requests,
                    failedRequests + other.failedRequests);
        }
    }

    /**
     * @param keys who may publish
     * @param viewing who may watch
     * @param packaging asked for when the first stream begins, on its loop
     * @param restreams takes streams along to other servers
     */
    LiveEngine(
            EventLoopGroup loops,
            StreamKeys keys,
            Viewing viewing,
            LiveConfig config,
            InstantSource clock,
            Supplier<PackagerOptions> packaging,
            Restreams restreams) {
        this.packaging = packaging;
        limits = config.limits();
        outgoing.setLimit(config.limits().outgoingMbps() * 1_000_000L);
        this.restreams = restreams;
        origin = new HlsOrigin(this::watched, viewing, this::summon);
        hub =
                new Hub(
                        loops,
                        keys,
                        new LocalStreamRegistry(),
                        options(config),
                        clock,
                        new Companion());
        broadcasts =
                new Broadcasts(hub::stream, viewing, audience, PlayOptions.of(writeDelay(config)));
        playOrigin = new PlayOrigin(broadcasts);
    }

    private static Duration writeDelay(LiveConfig config) {
        return Duration.ofMillis(config.writeDelayMs());
    }

    private static HubOptions options(LiveConfig config) {
        HubOptions defaults = HubOptions.defaults();
        return new HubOptions(
                defaults.node(),
                config.reconnectSeconds() * 1000L,
                defaults.silentMs(),
                defaults.lingerMs(),
                config.limits().streams(),
                config.limits().publisherKbps() * 1000L);
    }

    /** From now on this holds, for the streams that are there too. */
    void set(LiveConfig config) {
        hub.setOptions(options(config));
        broadcasts.setWriteDelay(writeDelay(config));
        limits = config.limits();
        outgoing.setLimit(config.limits().outgoingMbps() * 1_000_000L);
    }

    /** What all streams together send over HTTP. */
    Outgoing outgoing() {
        return outgoing;
    }

    /** Requests of viewers for whom their stream had no room. */
    long refusedViewers() {
        return refusedViewers.sum();
    }

    private int maxViewers() {
        int most = limits.viewersPerStream();
        return most == 0 ? Integer.MAX_VALUE : most;
    }

    /** Tells of streams that come and go; there is one listener. */
    void follow(StreamListener follower) {
        listener = follower;
    }

    /** Names who fetches streams from elsewhere. */
    void fetchBy(Pulls fetchers) {
        pulls = Optional.of(fetchers);
    }

    private @Nullable Future<Void> summon(String name) {
        return pulls.map(all -> all.summon(name)).orElse(null);
    }

    @Override
    public Optional<PullStatus> source(String name) {
        return pulls.flatMap(all -> all.status(name));
    }

    /** Tells the listener whom the gate refuses. */
    PublishGate reported(PublishGate gate) {
        return new ReportedGate(gate, new Told());
    }

    Hub hub() {
        return hub;
    }

    /** Answers a request for a stream's media, or returns false. */
    boolean serve(HttpServerRequest request) {
        return origin.handle(request) || playOrigin.handle(request);
    }

    /** Lets somebody play over RTMP. */
    Viewer play(String stream, String pass, EventLoop loop, ViewerSink sink) {
        return broadcasts.join(stream, pass, PlayForm.RTMP, loop, sink);
    }

    Broadcasts broadcasts() {
        return broadcasts;
    }

    @Override
    public List<StreamStatus> statuses() {
        return hub.statuses();
    }

    @Override
    public Optional<StreamStatus> status(String name) {
        return hub.status(name);
    }

    @Override
    public Future<Boolean> cue(String name, Cue cue) {
        return hub.cue(name, cue);
    }

    @Override
    public int viewers(String name) {
        Delivery delivery = byName.get(name);
        return delivery == null ? 0 : viewers(delivery);
    }

    private int viewers(Delivery delivery) {
        return delivery.hls.viewers() + broadcasts.viewers(delivery.stream);
    }

    @Override
    public List<TargetStatus> targets(String name) {
        return restreams.statuses(name);
    }

    int viewers() {
        int sum = 0;
        for (Delivery delivery : deliveries()) {
            sum += viewers(delivery);
        }
        return sum;
    }

    /** Bytes of media that are kept for viewers. */
    long heldBytes() {
        long sum = 0;
        for (Delivery delivery : deliveries()) {
            sum += delivery.stream.heldBytes();
        }
        return sum;
    }

    /** Never less than before: a stream that is gone still counts. */
    Totals totals() {
        synchronized (deliveries) {
            Totals sum = past;
            for (Delivery delivery : deliveries.values()) {
                sum = sum.plus(delivery.totals());
            }
            return sum.plus(Totals.sent(played()));
        }
    }

    /** Bytes that went out to players. */
    private long played() {
        long sum = 0;
        for (PlayForm form : PlayForm.values()) {
            sum += broadcasts.statistics(form).bytes();
        }
        return sum;
    }

    /** Nobody publishes any more: those who play get the rest, and go. */
    void endPlaying() {
        broadcasts.close();
    }

    /** Requests for media so far, save those that wait for something new. */
    long answeredRequests() {
        return totals().requests()
                - deliveries().stream().mapToInt(each -> each.hls.waiting()).sum();
    }

    /** Nothing new will come, so nobody need wait for it. */
    void dismissWaiting() {
        deliveries().forEach(each -> each.hls.dismissWaiting());
    }

    Future<Void> close() {
        return hub.close();
    }

    private List<Delivery> deliveries() {
        synchronized (deliveries) {
            return new ArrayList<>(deliveries.values());
        }
    }

    private @Nullable HlsStream watched(String name) {
        Delivery delivery = byName.get(name);
        return delivery == null ? null : delivery.hls;
    }

    /** Follows the hub; called on the stream's loop. */
    private final class Companion implements Hub.Listener {
        @Override
        public void created(LiveStream stream) {
            Packager packager = new Packager(stream, packaging.get());
            stream.addReader(packager);
            Delivery delivery = new Delivery(stream, packager, HlsStream.of(packager, audience));
            synchronized (deliveries) {
                deliveries.put(stream, delivery);
            }
            byName.put(stream.name(), delivery);
            broadcasts.created(stream);
            restreams.started(stream);
            stream.addReader(new Ending(stream.name()));
            listener.started(stream.name());
        }

        @Override
        public void removed(LiveStream stream) {
            broadcasts.removed(stream);
            Delivery delivery;
            synchronized (deliveries) {
                delivery = deliveries.remove(stream);
                if (delivery != null) {
                    past = past.plus(delivery.totals());
                }
            }
            if (delivery != null) {
                byName.remove(stream.name(), delivery);
                stream.removeReader(delivery.packager);
                delivery.packager.close();
            }
        }
    }

    /** Waits for the end of a stream alone. */
    private final class Ending implements StreamReader {
        private final String name;

        Ending(String name) {
            this.name = name;
        }

        @Override
        public void write(List<Packet> batch) {}

        @Override
        public void interrupted() {}

        @Override
        public void ended() {
            listener.ended(name);
        }
    }

    /** Whoever listens at the time. */
    private final class Told implements StreamListener {
        @Override
        public void started(String name) {
            listener.started(name);
        }

        @Override
        public void ended(String name) {
            listener.ended(name);
        }

        @Override
        public void refused(String name, String protocol, String address, String reason) {
            listener.refused(name, protocol, address, reason);
        }
    }
}
