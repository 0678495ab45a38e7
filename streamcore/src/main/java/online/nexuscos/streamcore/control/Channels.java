package online.nexuscos.streamcore.control;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.streamcore.control.Admittance.Shown;
import online.nexuscos.streamcore.control.ChannelKeys.Publishers;
import online.nexuscos.streamcore.hls.Viewing;
import online.nexuscos.streamcore.hub.Hub;
import online.nexuscos.streamcore.hub.StreamKeys;

/** Channels that people made: their routes, and what the live path asks of them. */
public final class Channels implements AutoCloseable {
    /** Topics of streams that not everybody may see begin so; the id of a line follows. */
    public static final String HIDDEN = "streams.hidden.";

    private final ChannelKeys keys;
    private final ChannelRoutes routes;
    private final Viewers viewers;
    private final RecentChannels recent;
    private final Database database;
    private final Supplier<Set<String>> configured;
    private Optional<Thread> watch = Optional.empty();
    private Publishers publishers = NOBODY;

    private static final Publishers NOBODY =
            new Publishers() {
                @Override
                public Set<String> keysInUse() {
                    return Set.of();
                }

                @Override
                public void cut(String key, String reason) {}
            };

    /**
     * Asks the database for nothing yet.
     *
     * @param configured names of the channels of the configuration as it is when asked for; nobody
     *     changes them here
     */
    public Channels(Database database, InstantSource clock, Supplier<Set<String>> configured) {
        this.database = database;
        this.configured = configured;
        keys = new ChannelKeys(database, clock, configured);
        viewers = new Viewers(clock);
        recent = new RecentChannels(database, clock);
        routes = new ChannelRoutes(database, keys, viewers, configured, this::look);
    }

    /**
     * The titles of the channels that are always on, by name, without those that the configuration
     * names too; asks the database.
     *
     * @throws online.nexuscos.platform.sql.SqlException it is away
     */
    public Map<String, String> alwaysOn() {
        Map<String, String> titles = new LinkedHashMap<>();
        Set<String> others = configured.get();
        for (Channel channel : new ChannelTable(database).alwaysOn()) {
            if (!others.contains(channel.name())) {
                keys.remember(channel);
                titles.put(channel.name(), channel.title());
            }
        }
        return titles;
    }

    /** Who may publish. */
    public StreamKeys keys() {
        return keys;
    }

    /** Who may watch. */
    public Viewing viewing() {
        return keys;
    }

    /** Makes a channel's guard known before somebody publishes it by its name alone. */
    public Future<Void> acquaint(String name) {
        return keys.acquaint(name);
    }

    /** A channel that is or was live on this node; any thread, does not wait. */
    public Optional<Shown> shown(String name) {
        return keys.channel(name).map(Shown::of);
    }

    /** Whether a channel that is live on this node is the caller's organisation's. */
    public boolean isOwnedBy(String name, Principal principal) {
        return !principal.organisation().isEmpty()
                && keys.channel(name)
                        .map(channel -> channel.organisation().toString())
                        .filter(principal.organisation()::equals)
                        .isPresent();
    }

    /**
     * The line of {@link #HIDDEN} that tells of a channel that is or was live on this node; empty
     * where everybody may see it. Any thread, does not wait.
     */
    public Optional<String> hiddenLine(String name) {
        return keys.channel(name).flatMap(Channel::hiddenLine);
    }

    /**
     * Whether somebody may watch a channel; none of the configuration. It waits for the database
     * only where the channel is not live here.
     *
     * @param live whether it is live on this node
     * @param pass what a signed path carries; empty where there is none
     */
    public Admittance admittance(String name, boolean live, Principal principal, String pass) {
        // Who is live without a key of ours publishes on trial, for everybody.
        Optional<Channel> channel = live ? keys.channel(name) : recent.find(name);
        return channel.map(found -> viewers.admittance(found, principal, pass))
                .orElse(new Admittance.Open(Optional.empty()));
    }

    /** As {@link #acquaint(String)}, where it is known already. */
    void acquaint(Channel channel) {
        keys.know(channel);
    }

    /** Asks the database aside; fails where too much is asked already. */
    <T> Future<T> ask(Supplier<T> question) {
        return keys.ask(question);
    }

    boolean isConfigured(String name) {
        return routes.isConfigured(name);
    }

    ChannelRoutes routes() {
        return routes;
    }

    /** Whose a channel is that is or was live on this node; any thread, does not wait. */
    public Optional<String> organisation(String name) {
        return routes.isConfigured(name)
                ? Optional.empty()
                : keys.channel(name).map(channel -> channel.organisation().toString());
    }

    /** Whether a channel of the database is or was live here under this name. */
    boolean isRecord(String name) {
        return !routes.isConfigured(name) && keys.channel(name).isPresent();
    }

    /** Adds the routes of channels to those of the service that shows streams. */
    public void declare(Routes service) {
        routes.declare(service);
    }

    /** From now on, cuts off publishers whose key is revoked. */
    public synchronized void watch(Hub hub) {
        publishers =
                new Publishers() {
                    @Override
                    public Set<String> keysInUse() {
                        return hub.keysInUse();
                    }

                    @Override
                    public void cut(String key, String reason) {
                        hub.cut(key, reason);
                    }
                };
        Publishers all = publishers;
        watch = Optional.of(Thread.ofVirtual().name("stream-keys").start(() -> keys.watch(all)));
    }

    private void look() {
        Publishers all;
        synchronized (this) {
            all = publishers;
        }
        keys.look(all);
    }

    @Override
    public synchronized void close() {
        watch.ifPresent(Thread::interrupt);
    }
}
