package online.nexuscos.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import online.nexuscos.platform.config.ChannelConfig;
import online.nexuscos.platform.config.ClusterConfig;
import online.nexuscos.platform.config.CurrentConfig;
import online.nexuscos.platform.config.NexusConfig;
import online.nexuscos.platform.config.PullConfig;
import online.nexuscos.platform.config.SourceConfig;
import online.nexuscos.streamcore.pull.PullGate;
import online.nexuscos.streamcore.pull.PullOptions;
import online.nexuscos.streamcore.pull.PullSettings;
import online.nexuscos.streamcore.pull.PullSettings.When;
import online.nexuscos.streamcore.pull.Pulls;
import online.nexuscos.streamcore.pull.SourceAddress;
import online.nexuscos.streamcore.pull.SourceRequest.Reach;
import online.nexuscos.transcode.worker.WorkerOptions;
import online.nexuscos.transcode.worker.WorkerPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this server fetches, and the workers that do it. */
final class Fetching implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fetching.class);

    /** The name of a node that has no others. */
    private static final String ALONE = "local";

    private final WorkerPool workers;
    private final Pulls pulls;
    private final Set<String> configured = new HashSet<>();

    private Fetching(WorkerPool workers, Pulls pulls) {
        this.workers = workers;
        this.pulls = pulls;
    }

    /** Fetches the sources that the configuration names, now and later. */
    static Fetching start(Vertx vertx, CurrentConfig current, LiveEngine engine, Records records) {
        WorkerPool workers = new WorkerPool(vertx, WorkerOptions.defaults());
        Pulls pulls =
                new Pulls(
                        ((VertxInternal) vertx).nettyEventLoopGroup(),
                        workers,
                        gate(current, engine, records),
                        engine::viewers,
                        PullOptions.defaults());
        engine.fetchBy(pulls);
        Fetching fetching = new Fetching(workers, pulls);
        NexusConfig now =
                current.follow("channels", config -> config, (_, config) -> fetching.fetch(config));
        fetching.fetch(now);
        records.ingest()
                .ifPresent(people -> people.watch(node(now.cluster()), pulls, reach(now.pull())));
        return fetching;
    }

    /** Who may watch a channel that people made is known before it is there to see. */
    private static PullGate gate(CurrentConfig current, LiveEngine engine, Records records) {
        return (stream, publisher) ->
                current.config().channels().containsKey(stream)
                        ? engine.hub().publishOwn(stream, publisher)
                        : records.acquaint(stream)
                                .compose(_ -> engine.hub().publishOwn(stream, publisher));
    }

    private static String node(ClusterConfig cluster) {
        return cluster.enabled() ? cluster.node() : ALONE;
    }

    private static Reach reach(PullConfig config) {
        return config.privateAddresses() ? Reach.PRIVATE : Reach.PUBLIC;
    }

    private synchronized void fetch(NexusConfig config) {
        Reach reach = reach(config.pull());
        Set<String> named = new HashSet<>();
        for (Map.Entry<String, ChannelConfig> channel : config.channels().entrySet()) {
            Optional<PullSettings> settings =
                    settings(channel.getKey(), channel.getValue().source(), reach);
            if (settings.isPresent()) {
                named.add(channel.getKey());
                pulls.put(channel.getKey(), settings.get());
            }
        }
        configured.stream().filter(name -> !named.contains(name)).forEach(pulls::remove);
        configured.clear();
        configured.addAll(named);
    }

    private static Optional<PullSettings> settings(
            String channel, SourceConfig source, Reach reach) {
        if (source.url().isEmpty()) {
            return Optional.empty();
        }
        try {
            SourceAddress address = new SourceAddress(source.url().get());
            When when =
                    switch (source.when()) {
                        case ALWAYS -> When.ALWAYS;
                        case WATCHED -> When.WATCHED;
                    };
            return Optional.of(new PullSettings(address, when, reach));
        } catch (IllegalArgumentException e) {
            LOG.error("channels.{}.source.url: {}", channel, e.getMessage());
            return Optional.empty();
        }
    }

    WorkerPool workers() {
        return workers;
    }

    @Override
    public void close() {
        pulls.close();
        workers.close();
    }
}
