package online.nexuscos.gateway;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import online.nexuscos.platform.config.ChannelConfig;
import online.nexuscos.platform.config.ConfigException;
import online.nexuscos.platform.config.OutboundConfig;
import online.nexuscos.platform.config.TargetConfig;
import online.nexuscos.platform.net.AddressPolicy;
import online.nexuscos.platform.net.Authorities;
import online.nexuscos.streamcore.hub.StreamKeys;
import online.nexuscos.streamcore.restream.RestreamMetrics;
import online.nexuscos.streamcore.restream.Restreams;
import online.nexuscos.streamcore.restream.Target;
import online.nexuscos.streamcore.restream.TargetAddress;
import org.jspecify.annotations.Nullable;

/** Streams on their way to other servers: what the configuration says about them. */
final class Outbound {
    private static final String APPLICATION = "live";

    private final Vertx vertx;
    private final OutboundConfig config;
    private final StreamKeys keys;

    /** Where this server takes RTMP. */
    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();

    /** Where it takes SRT. */
    private final Set<Integer> srtPorts = ConcurrentHashMap.newKeySet();

    private final Restreams restreams;
    private final AtomicReference<@Nullable Future<SslContext>> tls = new AtomicReference<>();

    Outbound(Vertx vertx, OutboundConfig config, StreamKeys keys, PrometheusRegistry registry) {
        this.vertx = vertx;
        this.config = config;
        this.keys = keys;
        restreams =
                Restreams.of(
                        vertx,
                        host -> tls().compose(_ -> resolve(host)),
                        policy(config),
                        this::leadsBack,
                        () -> tls().result(),
                        InstantSource.system(),
                        new RestreamMetrics(registry));
    }

    Restreams restreams() {
        return restreams;
    }

    /** For addresses that users name. */
    static AddressPolicy policy(OutboundConfig config) {
        return config.privateTargets() ? AddressPolicy.PRIVATE : AddressPolicy.PUBLIC;
    }

    private Future<InetAddress> resolve(String host) {
        return ((VertxInternal) vertx).nameResolver().resolve(host);
    }

    /** Reads the authorities when the first target wants them, and aside. */
    private Future<SslContext> tls() {
        Future<SslContext> known = tls.get();
        if (known != null && !known.failed()) {
            return known;
        }
        Promise<SslContext> promise = Promise.promise();
        if (!tls.compareAndSet(known, promise.future())) {
            return tls();
        }
        Thread.ofVirtual()
                .name("authorities")
                .start(() -> {
                    try {
                        promise.complete(
                                SslContextBuilder.forClient()
                                        .trustManager(Authorities.with(config.authorities()))
                                        .endpointIdentificationAlgorithm("HTTPS")
                                        .build());
                    } catch (IOException | RuntimeException e) {
                        promise.fail(e);
                    }
                });
        return promise.future();
    }

    /** This server takes RTMP there. */
    void listening(int port) {
        ports.add(port);
    }

    /** This server takes SRT there. */
    void listeningSrt(int port) {
        srtPorts.add(port);
    }

    /** Refuses targets that are no addresses. */
    static void check(Map<String, ChannelConfig> channels) throws ConfigException {
        for (Map.Entry<String, ChannelConfig> channel : channels.entrySet()) {
            for (Map.Entry<String, TargetConfig> target : channel.getValue().targets().entrySet()) {
                try {
                    target(target.getKey(), target.getValue());
                } catch (IllegalArgumentException e) {
                    throw new ConfigException(
                            "channels."
                                    + channel.getKey()
                                    + ".targets."
                                    + target.getKey()
                                    + ".url: "
                                    + e.getMessage());
                }
            }
        }
    }

    /** The configuration's channels are these from now on; they have been checked. */
    void change(Map<String, ChannelConfig> before, Map<String, ChannelConfig> now) {
        for (String channel : before.keySet()) {
            if (!now.containsKey(channel)) {
                restreams.set(channel, List.of());
            }
        }
        now.forEach((channel, each) -> {
            List<Target> targets = new ArrayList<>();
            each.targets().forEach((name, config) -> target(name, config).ifPresent(targets::add));
            restreams.set(channel, targets);
        });
    }

    private static Optional<Target> target(String name, TargetConfig config) {
        return config.address()
                .map(address ->
                        new Target(
                                name,
                                name,
                                TargetAddress.parse(address, config.key().orElse("")),
                                Target.Author.OPERATOR,
                                config.enabled() ? Target.Mode.ON : Target.Mode.OFF));
    }

    private Future<Boolean> leadsBack(String stream, TargetAddress address, InetAddress resolved) {
        Optional<String> key = keyHere(address);
        if (key.isEmpty() || !isOurs(resolved)) {
            return Future.succeededFuture(false);
        }
        String name = key.get();
        return name.equals(stream)
                ? Future.succeededFuture(true)
                : keys.streamOf(name, true).map(opened -> opened.equals(Optional.of(stream)));
    }

    /** By which key it would come in, where the port is one of ours. */
    private Optional<String> keyHere(TargetAddress address) {
        return switch (address) {
            case TargetAddress.Rtmp(var rtmp) -> {
                int query = rtmp.name().indexOf('?');
                String name = query < 0 ? rtmp.name() : rtmp.name().substring(0, query);
                yield Optional.of(name)
                        .filter(_ ->
                                ports.contains(rtmp.port())
                                        && rtmp.application().equals(APPLICATION));
            }
            case TargetAddress.Srt(var srt) ->
                    Optional.of(srt.call().key()).filter(_ -> srtPorts.contains(srt.port()));
        };
    }

    private static boolean isOurs(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
