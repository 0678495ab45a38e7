package online.nexuscos.gateway;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import online.nexuscos.platform.config.CurrentConfig;
import online.nexuscos.platform.config.NexusConfig;
import online.nexuscos.platform.config.RtmpConfig;
import online.nexuscos.platform.config.SrtConfig;
import online.nexuscos.platform.config.TrafficLimits;
import online.nexuscos.platform.service.ServiceInfo;
import online.nexuscos.services.core.PublishDoor;
import online.nexuscos.streamcore.rtmp.PublishGate;
import online.nexuscos.streamcore.rtmp.RtmpOptions;
import online.nexuscos.streamcore.rtmp.RtmpServer;
import online.nexuscos.streamcore.srt.SrtOptions;
import online.nexuscos.streamcore.srt.SrtServer;

/** All ways in: the ports of RTMP and SRT, and what this server fetches itself. */
final class Ingest {
    private final RtmpConfig rtmpConfig;
    private final SrtConfig srtConfig;
    private final Future<RtmpServer> rtmp;
    private final Future<SrtServer> srt;
    private final Fetching fetching;

    private Ingest(
            RtmpConfig rtmpConfig,
            SrtConfig srtConfig,
            Future<RtmpServer> rtmp,
            Future<SrtServer> srt,
            Fetching fetching) {
        this.rtmpConfig = rtmpConfig;
        this.srtConfig = srtConfig;
        this.rtmp = rtmp;
        this.srt = srt;
        this.fetching = fetching;
    }

    /**
     * Opens the ports; {@link #await} tells whether that succeeds.
     *
     * @param gate lets publishers in
     * @param records channels that people made, and what they say of them
     * @param outbound knows by the ports which targets are this server
     * @return empty where nothing is published on this node
     */
    static Optional<Ingest> open(
            Vertx vertx,
            CurrentConfig current,
            LiveEngine engine,
            PublishGate gate,
            Records records,
            Outbound outbound) {
        NexusConfig config = current.config();
        if (!config.services().runs(ServiceInfo.named("streamcore"))) {
            return Optional.empty();
        }
        RtmpConfig rtmp = config.rtmp();
        SrtConfig srt = config.srt();
        return Optional.of(
                new Ingest(
                        rtmp,
                        srt,
                        RtmpServer.listen(
                                        vertx,
                                        RtmpOptions.of(rtmp.host(), rtmp.port()),
                                        gate,
                                        engine::play)
                                .onSuccess(listening -> outbound.listening(listening.port())),
                        SrtServer.listen(
                                        vertx,
                                        SrtOptions.of(
                                                srt.host(),
                                                srt.port(),
                                                srt.latencyMs(),
                                                srt.passphrase()),
                                        gate::publish,
                                        key -> passphrase(records, key))
                                .onSuccess(listening -> outbound.listeningSrt(listening.port())),
                        Fetching.start(vertx, current, engine, records)));
    }

    private static Future<Optional<String>> passphrase(Records records, String key) {
        return records.ingest()
                .map(people -> people.passphrase(key))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    /**
     * Waits until both ports are open.
     *
     * @param current its limits are followed from then on
     */
    void await(CurrentConfig current) throws StartException {
        RtmpServer overTcp = Server.await(rtmp, "rtmp", rtmpConfig.host(), rtmpConfig.port());
        SrtServer overUdp = Server.await(srt, "srt", srtConfig.host(), srtConfig.port());
        TrafficLimits limits =
                current.follow(
                        "live.limits",
                        each -> each.live().limits(),
                        (_, now) -> setLimits(overTcp, overUdp, now));
        setLimits(overTcp, overUdp, limits);
    }

    private static void setLimits(RtmpServer rtmp, SrtServer srt, TrafficLimits limits) {
        rtmp.setLimits(limits.connections(), limits.connectionsPerAddress());
        srt.setLimits(limits.connections(), limits.connectionsPerAddress());
    }

    /** Where broadcasters publish, as far as it is known. */
    List<PublishDoor> publishDoors() {
        // ANY is every address, and so whichever a page came from.
        boolean everywhere = Set.of("0.0.0.0", "::").contains(rtmpConfig.host());
        Optional<Integer> port =
                rtmp.succeeded()
                        ? Optional.of(rtmpPort())
                        : Optional.of(rtmpConfig.port()).filter(known -> known > 0);
        return port
                .map(open ->
                        new PublishDoor(
                                "rtmp",
                                everywhere ? Optional.empty() : Optional.of(rtmpConfig.host()),
                                open,
                                "/live"))
                .stream()
                .toList();
    }

    /** The server that is open since {@link #await}. */
    RtmpServer rtmp() {
        return rtmp.result();
    }

    int rtmpPort() {
        return rtmp.result().port();
    }

    int srtPort() {
        return srt.result().port();
    }

    void register(PrometheusRegistry registry, LiveEngine engine) {
        LiveMetrics.register(registry, engine, rtmp.result());
        IngestMetrics.register(registry, srt.result());
        IngestMetrics.register(registry, fetching.workers());
    }

    /**
     * Lets nobody in any more, and those who publish go in good order.
     *
     * @param patience for publishers who were asked to connect again
     * @return completes when nobody publishes any more
     */
    Future<Void> drain(Duration patience) {
        fetching.close();
        return Future.join(
                        rtmp.compose(open -> open.drain(patience)).otherwiseEmpty(),
                        srt.compose(SrtServer::close).otherwiseEmpty())
                .mapEmpty();
    }

    /** Tells all who publish, once those ports that are still opening are open. */
    Future<Void> close() {
        fetching.close();
        return Future.join(
                        List.of(
                                rtmp.compose(RtmpServer::close).otherwiseEmpty(),
                                srt.compose(SrtServer::close).otherwiseEmpty()))
                .mapEmpty();
    }
}
