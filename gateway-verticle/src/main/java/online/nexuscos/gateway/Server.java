package online.nexuscos.gateway;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import online.nexuscos.gateway.cluster.Cluster;
import online.nexuscos.gateway.http.HttpEdge.Door;
import online.nexuscos.gateway.http.LocalTrust;
import online.nexuscos.platform.config.ClusterConfig;
import online.nexuscos.platform.config.ConfigException;
import online.nexuscos.platform.config.CurrentConfig;
import online.nexuscos.platform.config.NexusConfig;
import online.nexuscos.platform.metrics.MetricsText;
import online.nexuscos.platform.store.StoreMetrics;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.CodecPrivate;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.packaging.PackagerOptions;
import online.nexuscos.streamcore.packaging.PackagingMetrics;
import online.nexuscos.streamcore.packaging.PartMuxer;
import online.nexuscos.streamcore.rtmp.PublishGate;
import online.nexuscos.transcode.FfmpegPartMuxers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole server, from both its ports to the live engine between them. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final int PATIENCE_SECONDS = 10;
    private static final int JOIN_SECONDS = 60;
    private static final int NO_PORT = 0;
    private static final long SECOND_CUT_MS = 1000;

    private final CurrentConfig current;
    private final Vertx vertx;
    private final LiveEngine engine;
    private final Lazy<PackagerOptions> packaging;
    private final Optional<Ingest> ingest;
    private final Optional<RtmpsDoor> rtmps;
    private final Services services;
    private final int httpPort;
    private final Edge edge;
    private final Records records;
    private final PrometheusRegistry registry;
    private final Departure departure;
    private final AlwaysOn alwaysOn;

    private Server(
            CurrentConfig current,
            Vertx vertx,
            LiveEngine engine,
            Lazy<PackagerOptions> packaging,
            Optional<Ingest> ingest,
            Optional<RtmpsDoor> rtmps,
            Services services,
            int httpPort,
            Edge edge,
            Records records,
            PrometheusRegistry registry,
            Departure departure,
            AlwaysOn alwaysOn) {
        this.current = current;
        this.vertx = vertx;
        this.engine = engine;
        this.packaging = packaging;
        this.ingest = ingest;
        this.rtmps = rtmps;
        this.services = services;
        this.httpPort = httpPort;
        this.edge = edge;
        this.records = records;
        this.registry = registry;
        this.departure = departure;
        this.alwaysOn = alwaysOn;
    }

    /**
     * Makes the first administrator aside, where there is none, and shows the password for once.
     */
    void openAccounts(Consumer<String> print) {
        if (services.keepsAccounts()) {
            services.identity().firstStart(print);
        }
        if (ingest.isPresent()) {
            records.channels().ifPresent(alwaysOn::watch);
        }
    }

    /** As {@link #start(CurrentConfig, Consumer)}, with nobody to read the access log. */
    static Server start(CurrentConfig current) throws StartException {
        return start(current, lines -> {});
    }

    /**
     * Listens on both ports.
     *
     * @param current is followed from now on
     * @param accessLog takes the lines of the access log
     */
    static Server start(CurrentConfig current, Consumer<String> accessLog) throws StartException {
        NexusConfig config = current.config();
        int eventLoops = Runtime.getRuntime().availableProcessors();
        Edge edge = new Edge(current, accessLog);
        Optional<Cluster> cluster =
                Optional.of(config.cluster()).filter(ClusterConfig::enabled).map(Cluster::new);
        Vertx vertx = vertx(eventLoops, edge.witness(), config.cluster(), cluster);
        PrometheusRegistry registry = new PrometheusRegistry();
        Records records = Records.open(vertx, current, registry, InstantSource.system());
        Lazy<PackagerOptions> packaging = packaging(current, registry);
        Admission admission =
                new Admission(current.keys().keys(), config.ingest().open(), records.keys());
        Outbound outbound = new Outbound(vertx, config.outbound(), admission, registry);
        LiveEngine engine = engine(vertx, config, admission, records, packaging, outbound);
        follow(current, vertx, admission, engine, outbound);
        Site site = new Site(vertx, config.callbacks(), registry);
        PublishGate gate = site.gate(admission, engine.hub(), records, outbound.restreams());
        engine.broadcasts().setDoorkeeper(site.doorkeeper());
        Optional<Ingest> ingest =
                Ingest.open(vertx, current, engine, engine.reported(gate), records, outbound);
        MetricsText metrics =
                new MetricsText(
                        registry, register(registry, packaging, ingest, engine, edge, records));
        records.channels().ifPresent(channels -> channels.watch(engine.hub()));
        records.openTargets(outbound.restreams(), engine.hub());
        AlwaysOn alwaysOn = AlwaysOn.start(current, vertx, engine.hub());
        Services services =
                Services.start(
                        vertx,
                        current,
                        cluster,
                        registry,
                        engine,
                        records,
                        edge::openDoors,
                        () -> ingest.map(Ingest::publishDoors).orElse(List.of()));
        services.health(records).forEach(edge::watch);
        Future<Integer> http =
                config.services().runsGateway()
                        ? edge.open(vertx, engine, services, metrics, eventLoops)
                        : Future.succeededFuture(NO_PORT);
        Future<Void> met = services.meet(config.cluster(), cluster, metrics);
        try {
            if (ingest.isPresent()) {
                ingest.get().await(current);
            }
            int port = await(http, "http", config.http().host(), config.http().port());
            await(met, "cluster", config.cluster().host(), config.cluster().streamPort());
            Optional<RtmpsDoor> rtmps =
                    ingest.map(open -> new RtmpsDoor(vertx, config.rtmp(), open.rtmp()));
            openAside(vertx, edge, rtmps, port, eventLoops);
            Departure departure = new Departure(vertx, ingest, engine, edge);
            edge.watch(departure);
            return new Server(
                    current, vertx, engine, packaging, ingest, rtmps, services, port, edge, records,
                    registry, departure, alwaysOn);
        } catch (StartException e) {
            // One that is still opening would complain of being closed.
            close(Future.join(http, met).otherwiseEmpty().mapEmpty());
            ingest.ifPresent(opened -> close(opened.close()));
            alwaysOn.close();
            close(services.close());
            records.close();
            close(vertx.close());
            edge.close();
            throw e;
        }
    }

    private static LiveEngine engine(
            Vertx vertx,
            NexusConfig config,
            Admission admission,
            Records records,
            Lazy<PackagerOptions> packaging,
            Outbound outbound) {
        return new LiveEngine(
                ((VertxInternal) vertx).nettyEventLoopGroup(),
                admission,
                records.viewing(),
                config.live(),
                InstantSource.system(),
                packaging,
                outbound.restreams());
    }

    private static Lazy<PackagerOptions> packaging(
            CurrentConfig current, PrometheusRegistry registry) {
        return new Lazy<>(() ->
                new PackagerOptions(
                        new FfmpegPartMuxers(),
                        () -> current.config().live().windowSeconds(),
                        new PackagingMetrics(registry)));
    }

    /** What may come later: HTTPS, and RTMPS with its certificate. */
    private static void openAside(
            Vertx vertx, Edge edge, Optional<RtmpsDoor> rtmps, int httpPort, int eventLoops) {
        if (httpPort != NO_PORT) {
            rtmps.ifPresent(edge::watch);
            rtmps.ifPresent(door -> edge.https().follow(door::show));
            edge.openAside(vertx, httpPort, eventLoops);
        }
    }

    private static void follow(
            CurrentConfig current,
            Vertx vertx,
            Admission admission,
            LiveEngine engine,
            Outbound outbound)
            throws StartException {
        try {
            Outbound.check(current.config().channels());
        } catch (ConfigException e) {
            throw new StartException(String.valueOf(e.getMessage()));
        }
        current.follow("live", NexusConfig::live, (_, now) -> engine.set(now));
        current.follow(
                "ingest.open", each -> each.ingest().open(), (_, now) -> admission.setOpen(now));
        // Titles and such are asked for when they are shown.
        current.require((_, next) -> Outbound.check(next.channels()));
        outbound.change(
                Map.of(), current.follow("channels", NexusConfig::channels, outbound::change));
        current.followKeys((_, now) -> {
            Set<String> revoked = admission.setKeys(now);
            cut(engine, revoked);
            // Somebody may have been let in by an old key a moment ago.
            vertx.setTimer(SECOND_CUT_MS, _ -> cut(engine, revoked));
        });
    }

    private static void cut(LiveEngine engine, Set<String> revoked) {
        revoked.forEach(key -> engine.hub().cut(key, "the stream key was revoked"));
    }

    private static Vertx vertx(
            int eventLoops,
            VertxMetricsFactory witness,
            ClusterConfig config,
            Optional<Cluster> cluster)
            throws StartException {
        VertxBuilder builder =
                Vertx.builder()
                        .with(
                                new VertxOptions()
                                        .setEventLoopPoolSize(eventLoops)
                                        .setPreferNativeTransport(true)
                                        .setEventBusOptions(
                                                new EventBusOptions()
                                                        .setHost(config.host())
                                                        .setPort(config.busPort()))
                                        .setMetricsOptions(new MetricsOptions().setEnabled(true))
                                        .setFileSystemOptions(
                                                new FileSystemOptions()
                                                        .setClassPathResolvingEnabled(false)
                                                        .setFileCachingEnabled(false)))
                        .withMetrics(witness);
        Vertx vertx = cluster.isPresent() ? join(cluster.get(), builder, config) : builder.build();
        if (!vertx.isNativeTransportEnabled()) {
            LOG.warn(
                    "no native transport, so each connection costs more",
                    vertx.unavailableNativeTransportCause());
        }
        return vertx;
    }

    private static Vertx join(Cluster cluster, VertxBuilder builder, ClusterConfig config)
            throws StartException {
        try {
            return cluster.join(builder)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(JOIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw StartException.listening("cluster", config.host(), config.port(), cause);
        } catch (TimeoutException e) {
            throw new StartException("cluster: did not join in " + JOIN_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("cluster: interrupted");
        }
    }

    /** What is counted, once somebody asks. */
    private static Runnable register(
            PrometheusRegistry registry,
            Lazy<PackagerOptions> packaging,
            Optional<Ingest> ingest,
            LiveEngine engine,
            Edge edge,
            Records records) {
        return () -> {
            packaging.get();
            ingest.ifPresent(open -> open.register(registry, engine));
            edge.register(registry);
            StoreMetrics.register(registry, records.stores());
        };
    }

    /** 0 where nothing is published here. */
    public int rtmpPort() {
        return ingest.map(Ingest::rtmpPort).orElse(NO_PORT);
    }

    /** As {@link #rtmpPort}, over UDP. */
    public int srtPort() {
        return ingest.map(Ingest::srtPort).orElse(NO_PORT);
    }

    /** 0 where the gateway does not run here. */
    public int httpPort() {
        return httpPort;
    }

    /** Completes when HTTPS is open, which is later than the rest, or cannot be opened. */
    CompletableFuture<Door> https() {
        return edge.https().opened();
    }

    /** Completes with the port of RTMPS when it is open, as late as HTTPS. */
    CompletableFuture<Integer> rtmps() {
        return rtmps.map(RtmpsDoor::opened).orElseGet(CompletableFuture::new);
    }

    /** Whom to trust for HTTPS; empty until it is open, or where nobody need be told. */
    Optional<LocalTrust> trust() {
        return edge.https().trust();
    }

    /** Loads FFmpeg and opens a first muxer aside, so that no publisher waits for that. */
    void warmUp() {
        Thread.ofPlatform().name("warm-up").daemon().start(this::openFirstMuxer);
    }

    private void openFirstMuxer() {
        // AAC-LC, 48 kHz, stereo
        CodecPrivate aac = new CodecPrivate(new byte[] {0x11, (byte) 0x90});
        Track track =
                Track.audio(new AudioConfiguration(Codec.AAC, "mp4a.40.2", aac, 48_000, 2, 1024));
        try (PartMuxer muxer = packaging.get().muxers().open(track)) {
            muxer.initialization().release();
        } catch (LinkageError | RuntimeException e) {
            LOG.error("FFmpeg cannot be used, so no stream can be watched", e);
        }
        alwaysOn.open();
    }

    /** Lets {@code /api/health} and the metrics tell of the configuration. */
    void watch(ConfigWatch configuration) {
        edge.watch(configuration);
        configuration.register(registry);
    }

    /** Lets people go in good order, ends all streams, and closes the ports. */
    @Override
    public void close() {
        // A slate would keep viewers who are to go.
        alwaysOn.close();
        Duration patience = Duration.ofSeconds(current.config().live().drainSeconds());
        if (patience.isPositive()) {
            close(
                    departure.begin(patience),
                    patience.multipliedBy(2).plusSeconds(PATIENCE_SECONDS));
        }
        ingest.ifPresent(opened -> close(opened.close()));
        close(engine.close());
        close(services.close());
        records.close();
        close(vertx.close());
        edge.close();
    }

    private static void close(Future<Void> closing) {
        close(closing, Duration.ofSeconds(PATIENCE_SECONDS));
    }

    private static void close(Future<Void> closing, Duration patience) {
        try {
            closing.toCompletionStage()
                    .toCompletableFuture()
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("did not stop cleanly", e);
        }
    }

    /** Waits until a port is open, or says what to do about it. */
    static <T> T await(Future<T> future, String section, String host, int port)
            throws StartException {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw StartException.listening(section, host, port, cause);
        } catch (TimeoutException e) {
            throw new StartException(section + ": did not listen in " + PATIENCE_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException(section + ": interrupted");
        }
    }
}
