package online.nexuscos.gateway;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import online.nexuscos.gateway.slate.SlateShelf;
import online.nexuscos.gateway.slate.SlateSpecification;
import online.nexuscos.platform.config.ChannelConfig;
import online.nexuscos.platform.config.CurrentConfig;
import online.nexuscos.platform.config.NexusConfig;
import online.nexuscos.platform.service.ServiceInfo;
import online.nexuscos.platform.sql.SqlException;
import online.nexuscos.streamcore.control.Channels;
import online.nexuscos.streamcore.hub.Hub;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the channels open that are always on: those of the configuration, and those of records. */
final class AlwaysOn implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlwaysOn.class);

    /** How often channels for which there was no room are tried again. */
    private static final long RETRY_MS = 5000;

    /** How often the database is asked which channels are always on. */
    private static final long BETWEEN_LOOKS_MS = 2000;

    private final SlateShelf shelf;
    private final Hub hub;
    private Map<String, SlateSpecification> configured = Map.of();
    private Map<String, SlateSpecification> recorded = Map.of();

    /** Those that cannot be open, which the log knows. */
    private final Set<String> without = new HashSet<>();

    private volatile Optional<Thread> records = Optional.empty();

    private AlwaysOn(Path folder, Hub hub) {
        shelf = new SlateShelf(folder);
        this.hub = hub;
    }

    static AlwaysOn start(CurrentConfig current, Vertx vertx, Hub hub) {
        AlwaysOn channels = new AlwaysOn(current.config().data().dir().resolve("slates"), hub);
        hub.setSlates(channels.shelf);
        channels.setConfigured(
                current.follow(
                        "channels",
                        AlwaysOn::channelsHere,
                        (_, now) -> {
                            channels.setConfigured(now);
                            channels.open();
                        }));
        vertx.setPeriodic(RETRY_MS, _ -> channels.open());
        return channels;
    }

    /** None on a node that takes no publishers. */
    private static Map<String, ChannelConfig> channelsHere(NexusConfig config) {
        return config.services().runs(ServiceInfo.named("streamcore"))
                ? config.channels()
                : Map.of();
    }

    private synchronized void setConfigured(Map<String, ChannelConfig> channels) {
        Map<String, SlateSpecification> wanted = new LinkedHashMap<>();
        channels.forEach((name, channel) -> {
            if (channel.alwaysOn()) {
                String title = channel.title().isEmpty() ? name : channel.title();
                wanted.put(name, new SlateSpecification(title, channel.slate()));
            }
        });
        configured = wanted;
        apply();
    }

    /** Channels that people made and keep on, with their titles. */
    synchronized void setRecorded(Map<String, String> titles) {
        Map<String, SlateSpecification> wanted = new LinkedHashMap<>();
        titles.forEach((name, title) ->
                wanted.put(
                        name,
                        new SlateSpecification(title.isEmpty() ? name : title, Optional.empty())));
        if (!wanted.equals(recorded)) {
            recorded = wanted;
            apply();
            open();
        }
    }

    /** Looks for channels of records from now on; the database is started if need be. */
    void watch(Channels channels) {
        records = Optional.of(Thread.ofVirtual().name("always-on").start(() -> look(channels)));
    }

    private void look(Channels channels) {
        try {
            while (true) {
                try {
                    setRecorded(channels.alwaysOn());
                } catch (SqlException e) {
                    LOG.debug("channels that are always on cannot be looked up", e);
                }
                Thread.sleep(BETWEEN_LOOKS_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void apply() {
        Map<String, SlateSpecification> all = new LinkedHashMap<>(recorded);
        all.putAll(configured);
        shelf.setChannels(all);
    }

    /** Opens those that are not open; the first time not before FFmpeg is loaded. */
    synchronized void open() {
        Map<String, SlateSpecification> all = new LinkedHashMap<>(recorded);
        all.putAll(configured);
        without.retainAll(all.keySet());
        for (String name : all.keySet()) {
            if (hub.keepOpen(name)) {
                without.remove(name);
            } else if (without.add(name)) {
                LOG.warn("{} cannot be kept on now: there are too many streams", name);
            }
        }
    }

    SlateShelf shelf() {
        return shelf;
    }

    /** No channel is always on any more: what nobody publishes ends as other streams do. */
    @Override
    public synchronized void close() {
        records.ifPresent(Thread::interrupt);
        configured = Map.of();
        recorded = Map.of();
        apply();
        shelf.close();
    }
}
