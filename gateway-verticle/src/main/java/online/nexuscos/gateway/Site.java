package online.nexuscos.gateway;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import online.nexuscos.platform.config.CallbacksConfig;
import online.nexuscos.streamcore.callback.CallbackKind;
import online.nexuscos.streamcore.callback.CallbackMetrics;
import online.nexuscos.streamcore.callback.CallbackOptions;
import online.nexuscos.streamcore.callback.Callbacks;
import online.nexuscos.streamcore.callback.PlayCallbacks;
import online.nexuscos.streamcore.callback.PublishCallbacks;
import online.nexuscos.streamcore.hub.Hub;
import online.nexuscos.streamcore.hub.StreamKeys;
import online.nexuscos.streamcore.play.Doorkeeper;
import online.nexuscos.streamcore.restream.Restreams;
import online.nexuscos.streamcore.rtmp.PublishGate;

/**
 * The operator's own site, where there is one that wants to be asked about those who publish and
 * play.
 */
final class Site {
    private final Optional<Callbacks> callbacks;

    Site(Vertx vertx, CallbacksConfig config, PrometheusRegistry registry) {
        Map<CallbackKind, URI> addresses = addresses(config);
        callbacks =
                addresses.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Callbacks(
                                        vertx,
                                        options(config, addresses),
                                        new CallbackMetrics(registry)));
    }

    /** Who may publish, with all that the site has to say about it. */
    PublishGate gate(StreamKeys keys, Hub hub, Records records, Restreams restreams) {
        return callbacks
                .map(asked ->
                        (PublishGate)
                                new PublishCallbacks(
                                        asked,
                                        keys,
                                        hub::publish,
                                        records::acquaint,
                                        restreams::push))
                .orElse(hub::publish);
    }

    /** Who may play, if it wants to be asked. */
    Doorkeeper doorkeeper() {
        return callbacks
                .map(asked -> (Doorkeeper) new PlayCallbacks(asked))
                .orElse(Doorkeeper.OPEN);
    }

    private static CallbackOptions options(
            CallbacksConfig config, Map<CallbackKind, URI> addresses) {
        return new CallbackOptions(
                addresses,
                switch (config.method()) {
                    case POST -> CallbackOptions.Method.POST;
                    case GET -> CallbackOptions.Method.GET;
                },
                Duration.ofMillis(config.timeoutMs()),
                Duration.ofSeconds(config.updateSeconds()),
                config.updateStrict()
                        ? CallbackOptions.Silence.REFUSES
                        : CallbackOptions.Silence.ALLOWS);
    }

    private static Map<CallbackKind, URI> addresses(CallbacksConfig config) {
        Map<CallbackKind, URI> addresses = new EnumMap<>(CallbackKind.class);
        config.onPublish().ifPresent(uri -> addresses.put(CallbackKind.PUBLISH, uri));
        config.onPublishDone().ifPresent(uri -> addresses.put(CallbackKind.PUBLISH_DONE, uri));
        config.onPlay().ifPresent(uri -> addresses.put(CallbackKind.PLAY, uri));
        config.onPlayDone().ifPresent(uri -> addresses.put(CallbackKind.PLAY_DONE, uri));
        config.onDone().ifPresent(uri -> addresses.put(CallbackKind.DONE, uri));
        config.onUpdate()
                .ifPresent(uri -> {
                    addresses.put(CallbackKind.UPDATE_PUBLISH, uri);
                    addresses.put(CallbackKind.UPDATE_PLAY, uri);
                });
        return addresses;
    }
}
