package online.nexuscos.platform.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One setting that is not as it was, or one mapping with a name of its writer's choice (a channel,
 * say) that has come or gone.
 *
 * @param path for example {@code live.windowSeconds} or {@code channels.demo}
 * @param what in a few words, without the text of a secret
 */
public record ConfigChange(String path, Effect effect, String what) {
    /** When a change counts. */
    public enum Effect {
        NOW,
        /** What the program was started with still holds. */
        AFTER_RESTART
    }

    /** One line, for example {@code live.windowSeconds: now 60}. */
    public String line() {
        return path + ": " + what;
    }

    /**
     * Compares two configurations, in the order of the newer one.
     *
     * @param started what the program was started with
     */
    static List<ConfigChange> between(LoadedConfig started, LoadedConfig old, LoadedConfig now) {
        List<ConfigChange> changes = new ArrayList<>();
        Set<String> named = new LinkedHashSet<>();
        compareNames(old.entries(), now.entries(), "removed", named, changes);
        compareNames(now.entries(), old.entries(), "added", named, changes);
        Map<String, Object> first = values(started);
        Map<String, Object> before = values(old);
        values(now)
                .forEach((path, value) -> {
                    Object last = before.get(path);
                    if (last != null && !last.equals(value)) {
                        changes.add(of(path, value, first.get(path)));
                    }
                });
        return List.copyOf(changes);
    }

    private static void compareNames(
            List<String> some,
            List<String> others,
            String word,
            Set<String> named,
            List<ConfigChange> changes) {
        for (String path : some) {
            if (!others.contains(path) && !LiveSettings.isUnder(path, named)) {
                named.add(path);
                Effect effect = effect(path);
                changes.add(
                        new ConfigChange(
                                path,
                                effect,
                                effect == Effect.NOW ? word : word + ", needs a restart"));
            }
        }
    }

    private static ConfigChange of(
            String path, Object value, @org.jspecify.annotations.Nullable Object started) {
        String shown = value instanceof Masked ? "another secret" : shown(value);
        if (effect(path) == Effect.NOW) {
            return new ConfigChange(path, Effect.NOW, "now " + shown);
        }
        if (value.equals(started)) {
            return new ConfigChange(path, Effect.NOW, shown + " again, as it is in effect");
        }
        return new ConfigChange(path, Effect.AFTER_RESTART, "needs a restart to be " + shown);
    }

    private static Effect effect(String path) {
        return LiveSettings.contains(path) ? Effect.NOW : Effect.AFTER_RESTART;
    }

    static String shown(Object value) {
        return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
    }

    private static Map<String, Object> values(LoadedConfig loaded) {
        Map<String, Object> values = new LinkedHashMap<>();
        loaded.settings().forEach(setting -> values.put(setting.path(), setting.value()));
        return values;
    }
}
