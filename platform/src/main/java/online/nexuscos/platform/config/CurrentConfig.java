package online.nexuscos.platform.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration while the program runs. Whoever needs to know of a change follows the part that
 * concerns it; what nobody may follow needs a restart. Any thread.
 *
 * <pre>{@code
 * LiveConfig live = config.follow("live", NexusConfig::live, (before, now) -> hub.set(now));
 * }</pre>
 */
public final class CurrentConfig {
    private static final Logger LOG = LoggerFactory.getLogger(CurrentConfig.class);

    /** Learns that a part is different; soon done, since others wait. */
    @FunctionalInterface
    public interface Follower<T> {
        void changed(T before, T now);
    }

    /** Looks at a new configuration before anybody is told. */
    @FunctionalInterface
    public interface Requirement {
        /** Throws where it cannot be used; then nothing changes. */
        void check(NexusConfig before, NexusConfig next) throws ConfigException;
    }

    /** What was loaded, with the keys of its channels. */
    private record Version(LoadedConfig loaded, StreamKeys keys) {}

    private final LoadedConfig started;
    private final List<Requirement> requirements = new ArrayList<>();
    private final List<Consumer<Change>> followers = new ArrayList<>();
    private final Set<String> followed = new LinkedHashSet<>();
    private volatile Version version;

    private record Change(Version before, Version now) {}

    private CurrentConfig(LoadedConfig started, StreamKeys keys) {
        this.started = started;
        version = new Version(started, keys);
    }

    /** The configuration that the program starts with; stream keys that are missing are made. */
    public static CurrentConfig start(LoadedConfig loaded) throws ConfigException, IOException {
        return new CurrentConfig(loaded, StreamKeys.readOrGenerate(loaded.config()));
    }

    /** The newest that was accepted; what needs a restart is in effect as of the start. */
    public NexusConfig config() {
        return version.loaded().config();
    }

    /** As above, setting by setting. */
    public LoadedConfig loaded() {
        return version.loaded();
    }

    /** Setting by setting what holds now: what needs a restart is as it was at the start. */
    List<Setting> inEffect() {
        Map<String, Setting> first = new HashMap<>();
        started.settings().forEach(setting -> first.put(setting.path(), setting));
        return loaded().settings().stream()
                .map(setting ->
                        LiveSettings.contains(setting.path())
                                ? setting
                                : first.getOrDefault(setting.path(), setting))
                .toList();
    }

    /** Lets {@code ./nexus config} tell what holds now, from another process. */
    public void publishInEffect() throws IOException {
        RunningConfig.write(started.config().data().dir(), inEffect());
    }

    /** The keys of the channels of the configuration. */
    public StreamKeys keys() {
        return version.keys();
    }

    /**
     * Follows a part of the configuration.
     *
     * @param path what the part is made of, and what is live for that: see {@code LiveSettings}
     * @return the part as it is now
     */
    public <T> T follow(String path, Function<NexusConfig, T> part, Follower<T> follower) {
        return follow(List.of(path), part, follower);
    }

    /** As above, for a part that more than one path has a say in. */
    public synchronized <T> T follow(
            List<String> paths, Function<NexusConfig, T> part, Follower<T> follower) {
        for (String path : paths) {
            if (!LiveSettings.contains(path)) {
                throw new IllegalArgumentException(path + " is no live setting");
            }
        }
        followed.addAll(paths);
        followers.add(change ->
                tell(
                        follower,
                        part.apply(change.before().loaded().config()),
                        part.apply(change.now().loaded().config())));
        return part.apply(config());
    }

    /**
     * Follows the stream keys, by channel.
     *
     * @return as they are now
     */
    public synchronized Map<String, String> followKeys(Follower<Map<String, String>> follower) {
        followers.add(change ->
                tell(follower, change.before().keys().keys(), change.now().keys().keys()));
        return keys().keys();
    }

    private static <T> void tell(Follower<T> follower, T before, T now) {
        if (before.equals(now)) {
            return;
        }
        try {
            follower.changed(before, now);
        } catch (RuntimeException e) {
            // The others are still told: half of a change is worse than one part less.
            LOG.error("a change of the configuration went wrong", e);
        }
    }

    /** Has a say in what is accepted. */
    public synchronized void require(Requirement requirement) {
        requirements.add(requirement);
    }

    /** What is live, and nobody follows: a mistake, which a test looks for. */
    public synchronized Set<String> unfollowed() {
        Set<String> left = new LinkedHashSet<>(LiveSettings.PATHS);
        left.removeIf(path ->
                followed.stream()
                        .anyMatch(each -> each.equals(path) || each.startsWith(path + ".")));
        return left;
    }

    /**
     * Takes a new configuration, and tells all whom a change concerns.
     *
     * @return what is different; empty where nothing is
     * @throws ConfigException it cannot be used, and nothing has changed
     */
    public synchronized List<ConfigChange> accept(LoadedConfig next) throws ConfigException {
        Version before = version;
        for (Requirement requirement : requirements) {
            requirement.check(before.loaded().config(), next.config());
        }
        StreamKeys keys = keys(next.config());
        Version now = new Version(next, keys);
        version = now;
        Change change = new Change(before, now);
        followers.forEach(follower -> follower.accept(change));
        return ConfigChange.between(started, before.loaded(), next);
    }

    /** Where data is kept needs a restart to change, so the keys stay where they are. */
    private StreamKeys keys(NexusConfig next) throws ConfigException {
        try {
            return StreamKeys.readOrGenerate(next, started.config().data().dir());
        } catch (IOException e) {
            throw new ConfigException("stream keys cannot be written: " + e);
        }
    }
}
