package online.nexuscos.gateway;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import online.nexuscos.platform.config.CurrentConfig;
import online.nexuscos.platform.config.NexusConfig;
import online.nexuscos.platform.json.Json;
import online.nexuscos.platform.secret.KeyFile;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.platform.sql.DatabaseOptions;
import online.nexuscos.platform.store.StoreException;
import online.nexuscos.platform.store.StoreHealth;
import online.nexuscos.platform.store.Stores;
import online.nexuscos.streamcore.control.ChannelIngest;
import online.nexuscos.streamcore.control.ChannelTargets;
import online.nexuscos.streamcore.control.Channels;
import online.nexuscos.streamcore.hls.Viewing;
import online.nexuscos.streamcore.hub.Hub;
import online.nexuscos.streamcore.hub.StreamKeys;
import online.nexuscos.streamcore.restream.Restreams;

/**
 * What stands in the stores. Opening this starts none of them: the live path does without, as long
 * as all that is published stands in the configuration.
 */
final class Records implements AutoCloseable {
    static final List<String> STORES = List.of("postgres", "redis");

    /** Seals what people entrust to the database. */
    private static final String KEY_FILE = "secrets.key";

    private static final StreamKeys NO_KEYS =
            (key, loopback) -> Future.succeededFuture(Optional.empty());

    private final Stores stores;
    private final Database database;
    private final Optional<Channels> channels;
    private final Optional<KeyFile> secrets;
    private final Optional<ChannelIngest> ingest;
    private Optional<ChannelTargets> targets = Optional.empty();

    private Records(
            Stores stores,
            Database database,
            Optional<Channels> channels,
            Optional<KeyFile> secrets) {
        this.secrets = secrets;
        this.stores = stores;
        this.database = database;
        this.channels = channels;
        ingest =
                channels.flatMap(
                        people -> secrets.map(keys -> new ChannelIngest(people, database, keys)));
    }

    static Records open(
            Vertx vertx, CurrentConfig current, PrometheusRegistry registry, InstantSource clock)
            throws StartException {
        NexusConfig config = current.config();
        try {
            Stores stores =
                    new Stores(config.data().dir(), config.postgres().url(), config.redis().url());
            Database database =
                    new Database(
                            vertx,
                            stores.postgres(),
                            DatabaseOptions.of(config.postgres().connections()),
                            Json::text,
                            clock,
                            registry,
                            Records.class.getClassLoader());
            // A channel has an owner: without accounts there are none.
            Optional<Channels> channels =
                    config.accounts().enabled()
                            ? Optional.of(
                                    new Channels(
                                            database,
                                            clock,
                                            () -> current.config().channels().keySet()))
                            : Optional.empty();
            Optional<KeyFile> secrets =
                    config.accounts().enabled()
                            ? Optional.of(
                                    KeyFile.open(
                                            config.data().dir().resolve(KEY_FILE),
                                            new SecureRandom()))
                            : Optional.empty();
            return new Records(stores, database, channels, secrets);
        } catch (StoreException e) {
            throw new StartException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new StartException("data.dir: " + e.getMessage());
        }
    }

    Database database() {
        return database;
    }

    Stores stores() {
        return stores;
    }

    /** How each store is; may wait a second. */
    List<StoreHealth> health() {
        return stores.health();
    }

    /** Channels that people made; empty where nobody has an account. */
    Optional<Channels> channels() {
        return channels;
    }

    /** How the media of those channels comes in, beside by keys. */
    Optional<ChannelIngest> ingest() {
        return ingest;
    }

    /** Makes known who may watch a channel, before it is published by its name alone. */
    Future<Void> acquaint(String name) {
        return channels.map(people -> people.acquaint(name)).orElseGet(Future::succeededFuture);
    }

    /** Adds what owners may do with those channels, to the routes of streams. */
    Consumer<Routes> ownersRoutes() {
        return routes -> {
            channels.ifPresent(people -> people.declare(routes));
            targets.ifPresent(people -> people.declare(routes));
            ingest.ifPresent(people -> people.declare(routes));
        };
    }

    /** Opens the targets of the channels that people made. */
    void openTargets(Restreams restreams, Hub hub) {
        channels.ifPresent(people ->
                secrets.ifPresent(keys -> {
                    ChannelTargets opened = new ChannelTargets(people, database, restreams, keys);
                    targets = Optional.of(opened);
                    opened.watch(hub);
                }));
    }

    /** Seals what people entrust to the database; empty where nobody has an account. */
    Optional<KeyFile> secrets() {
        return secrets;
    }

    StreamKeys keys() {
        return channels.map(Channels::keys).orElse(NO_KEYS);
    }

    Viewing viewing() {
        return channels.map(Channels::viewing).orElse(Viewing.OPEN);
    }

    /** Ends the servers that are ours; after the last call. */
    @Override
    public void close() {
        targets.ifPresent(ChannelTargets::close);
        ingest.ifPresent(ChannelIngest::close);
        channels.ifPresent(Channels::close);
        database.close();
        stores.close();
    }
}
