package online.nexuscos.streamcore.control;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import online.nexuscos.platform.secret.KeyFile;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.streamcore.hub.Hub;
import online.nexuscos.streamcore.hub.LiveStream;
import online.nexuscos.streamcore.restream.Restreams;

/** The targets of channels that people made: their routes, and what live streams learn of them. */
public final class ChannelTargets implements AutoCloseable {
    private final Channels channels;
    private final TargetTable table;
    private final Restreams restreams;
    private final TargetRoutes routes;
    private Optional<Thread> watch = Optional.empty();

    /**
     * Asks the database for nothing yet.
     *
     * @param keys seals their addresses and keys
     */
    public ChannelTargets(Channels channels, Database database, Restreams restreams, KeyFile keys) {
        this.channels = channels;
        this.restreams = restreams;
        table = new TargetTable(database, keys);
        routes = new TargetRoutes(database, channels.routes(), restreams, keys);
    }

    /** Adds the routes of targets to those of the service that shows streams. */
    public void declare(Routes service) {
        routes.declare(service);
    }

    /** From now on, takes live streams where their owners want them to go. */
    public synchronized void watch(Hub hub) {
        TargetWatch looking = new TargetWatch(table, restreams, () -> live(hub));
        watch = Optional.of(Thread.ofVirtual().name("targets").start(looking::run));
    }

    private Set<String> live(Hub hub) {
        return hub.streams().stream()
                .map(LiveStream::name)
                .filter(channels::isRecord)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public synchronized void close() {
        watch.ifPresent(Thread::interrupt);
    }
}
