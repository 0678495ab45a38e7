package online.nexuscos.streamcore.control;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import online.nexuscos.platform.service.Permission;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.streamcore.control.ChannelKeys.Publishers;
import online.nexuscos.streamcore.hls.Viewing;
import online.nexuscos.streamcore.hub.Hub;
import online.nexuscos.streamcore.hub.StreamKeys;

/** Channels that people made: their routes, and what the live path asks of them. */
public final class Channels implements AutoCloseable {
    private final ChannelKeys keys;
    private final ChannelRoutes routes;
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
        keys = new ChannelKeys(database, clock);
        routes = new ChannelRoutes(database, keys, configured, this::look);
    }

    /** What viewers read of a channel. */
    public record Shown(String title, String description, boolean isPublic) {}

    /** Who may publish. */
    public StreamKeys keys() {
        return keys;
    }

    /** Who may watch. */
    public Viewing viewing() {
        return keys;
    }

    /** A channel that is or was live on this node; any thread, does not wait. */
    public Optional<Shown> shown(String name) {
        return keys.channel(name)
                .map(channel ->
                        new Shown(
                                channel.title().isEmpty() ? channel.name() : channel.title(),
                                channel.description(),
                                channel.playback() == Channel.Playback.PUBLIC));
    }

    /** Whether a channel that is live on this node is the caller's organisation's. */
    public boolean isOwnedBy(String name, Principal principal) {
        return !principal.organisation().isEmpty()
                && keys.channel(name)
                        .map(channel -> channel.organisation().toString())
                        .filter(principal.organisation()::equals)
                        .isPresent();
    }

    /** Whether somebody may know that a stream is there; any thread, does not wait. */
    public boolean isShownTo(String name, Principal principal) {
        return keys.channel(name)
                .map(channel ->
                        channel.playback() == Channel.Playback.PUBLIC
                                || principal
                                        .organisation()
                                        .equals(channel.organisation().toString())
                                || (channel.playback() == Channel.Playback.PERMISSION
                                        && principal.may(Permission.of(channel.permission()))))
                .orElse(true);
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
