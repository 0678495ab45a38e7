package online.nexuscos.streamcore.control;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.platform.sql.SqlException;
import online.nexuscos.streamcore.control.ChannelTable.Opened;
import online.nexuscos.streamcore.hls.Viewing;
import online.nexuscos.streamcore.hub.StreamKeys;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks keys up, and goes on looking while somebody publishes by one: a key that is no longer good
 * is cut off on whichever node, within a second. What a key opened says who may watch, too.
 */
final class ChannelKeys implements StreamKeys, Viewing {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelKeys.class);

    /** What every key begins with; nothing else asks the database. */
    static final String MARK = "live_";

    private static final Pattern KEY = Pattern.compile(MARK + "[A-Za-z0-9_-]{43}");
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    /** Lookups at once: strangers may guess keys as fast as they connect. */
    private static final int MAX_LOOKUPS = 16;

    private final Database database;
    private final InstantSource clock;
    private final Supplier<Set<String>> configured;
    private final Semaphore lookups = new Semaphore(MAX_LOOKUPS);

    /** By name, every channel that a key has opened since the start. */
    private final ConcurrentMap<String, Channel> opened = new ConcurrentHashMap<>();

    /**
     * @param configured names of the channels of the configuration, which win over those here;
     *     asked on the viewers' event loops
     */
    ChannelKeys(Database database, InstantSource clock, Supplier<Set<String>> configured) {
        this.database = database;
        this.clock = clock;
        this.configured = configured;
    }

    /** Those who publish now. */
    interface Publishers {
        Set<String> keysInUse();

        void cut(String key, String reason);
    }

    @Override
    public Future<Optional<String>> streamOf(String key, boolean loopback) {
        if (!KEY.matcher(key).matches()) {
            return Future.succeededFuture(Optional.empty());
        }
        return ask(() -> lookUp(key));
    }

    /**
     * Makes a channel's guard known before somebody publishes it by its name alone.
     *
     * @return fails where the database cannot tell
     */
    Future<Void> acquaint(String name) {
        return ask(() -> {
            new ChannelTable(database)
                    .watched(name)
                    .ifPresent(channel -> opened.put(name, channel));
            return null;
        });
    }

    /** A channel as it is now, before somebody publishes it by its name alone. */
    void know(Channel channel) {
        opened.put(channel.name(), channel);
    }

    /** Asks the database aside; fails where too much is asked already. */
    <T extends @Nullable Object> Future<T> ask(Supplier<T> question) {
        if (!lookups.tryAcquire()) {
            return Future.failedFuture("keys looked up at once: " + MAX_LOOKUPS);
        }
        Promise<T> found = Promise.promise();
        Thread.ofVirtual()
                .name("stream-key")
                .start(() -> {
                    try {
                        found.complete(question.get());
                    } catch (SqlException e) {
                        LOG.warn("a stream key cannot be looked up: {}", e.toString());
                        found.fail(e);
                    } finally {
                        lookups.release();
                    }
                });
        return found.future();
    }

    private Optional<String> lookUp(String key) {
        ChannelTable table = new ChannelTable(database);
        Optional<Channel> channel =
                table.opened(List.of(key)).stream()
                        .map(Opened::channel)
                        .filter(found -> !configured.get().contains(found.name()))
                        .findFirst();
        channel.ifPresent(open -> {
            opened.put(open.name(), open);
            table.used(key, clock.instant());
        });
        return channel.map(Channel::name);
    }

    @Override
    public boolean admits(String stream, String pass) {
        Channel channel = opened.get(stream);
        return channel == null
                || channel.playback() == Channel.Playback.PUBLIC
                || configured.get().contains(stream)
                || channel.secret().admits(stream, pass, clock.instant());
    }

    /** Whoever watches before a key has opened it is let in by its own rule. */
    void remember(Channel channel) {
        opened.put(channel.name(), channel);
    }

    /** A channel that is or was live here. */
    Optional<Channel> channel(String name) {
        return Optional.ofNullable(opened.get(name));
    }

    /** Looks until the thread is interrupted. */
    void watch(Publishers publishers) {
        try {
            while (true) {
                Thread.sleep(BETWEEN_LOOKS);
                look(publishers);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Cuts off those whose key is no longer good; asks nobody while none of ours publishes. */
    void look(Publishers publishers) {
        Map<String, String> keys = new HashMap<>();
        for (String key : publishers.keysInUse()) {
            if (KEY.matcher(key).matches()) {
                keys.put(ChannelTable.hex(key), key);
            }
        }
        if (keys.isEmpty()) {
            return;
        }
        try {
            for (Opened good : new ChannelTable(database).opened(keys.values())) {
                keys.remove(good.hash());
                opened.put(good.channel().name(), good.channel());
            }
        } catch (SqlException e) {
            // A database that is away ends nobody's show.
            LOG.warn("stream keys cannot be checked: {}", e.toString());
            return;
        }
        keys.values().forEach(key -> publishers.cut(key, "the stream key was revoked"));
    }

    Instant now() {
        return clock.instant();
    }
}
