package online.nexuscos.streamcore.control;

import io.vertx.core.Future;
import java.util.Optional;
import online.nexuscos.platform.secret.KeyFile;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.platform.sql.SqlException;
import online.nexuscos.streamcore.pull.Pulls;
import online.nexuscos.streamcore.pull.SourceRequest.Reach;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the media of channels that people made comes in, beside by their keys: sources that are
 * fetched, and passphrases of their own for SRT.
 */
public final class ChannelIngest implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelIngest.class);

    private final Channels channels;
    private final IngestTable table;
    private final IngestRoutes routes;
    private Optional<Thread> watch = Optional.empty();
    private volatile Optional<Pulls> fetching = Optional.empty();
    private Optional<String> node = Optional.empty();

    /**
     * Asks the database for nothing yet.
     *
     * @param keys seals addresses and passphrases
     */
    public ChannelIngest(Channels channels, Database database, KeyFile keys) {
        this.channels = channels;
        table = new IngestTable(database, keys);
        routes =
                new IngestRoutes(
                        database,
                        channels.routes(),
                        keys,
                        name -> fetching.flatMap(pulls -> pulls.status(name)));
    }

    /** Adds its routes to those of the service that shows streams. */
    public void declare(Routes service) {
        routes.declare(service);
    }

    /**
     * By which somebody must encrypt who publishes over SRT; any thread, never waits.
     *
     * @return empty where the channel of this key has no passphrase of its own; fails where the
     *     database cannot tell
     */
    public Future<Optional<String>> passphrase(String key) {
        return channels.keys()
                .streamOf(key, false)
                .compose(name ->
                        name.isEmpty()
                                ? Future.succeededFuture(Optional.empty())
                                : channels.ask(() -> table.passphrase(name.get())));
    }

    /**
     * From now on, fetches the sources that owners name.
     *
     * @param name of this node among those that share the database
     * @param reach where sources may lie
     */
    public synchronized void watch(String name, Pulls pulls, Reach reach) {
        SourceWatch looking =
                new SourceWatch(
                        table, name, pulls, reach, channels::isConfigured, channels::acquaint);
        fetching = Optional.of(pulls);
        node = Optional.of(name);
        watch = Optional.of(Thread.ofVirtual().name("sources").start(looking::run));
    }

    /** Leaves the sources to other nodes; waits for the database, which must still be there. */
    @Override
    public synchronized void close() {
        watch.ifPresent(Thread::interrupt);
        try {
            node.ifPresent(table::leave);
        } catch (SqlException e) {
            LOG.debug("sources are left to others in some seconds: {}", e.toString());
        }
        node = Optional.empty();
    }
}
