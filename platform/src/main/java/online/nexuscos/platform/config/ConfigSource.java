package online.nexuscos.platform.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The layers that a value can come from, and the settings that were read from them. */
final class ConfigSource {
    private final Environment environment;
    private final List<Setting> settings = new ArrayList<>();
    private final List<String> entries = new ArrayList<>();

    ConfigSource(Environment environment) {
        this.environment = environment;
    }

    /** A value and its layer. */
    record Value(Object value, Origin origin) {}

    /**
     * The variable's value where there is one, otherwise the file's.
     *
     * @param given what the mapping around it says, null where it says nothing
     * @param givenOrigin where that mapping came from
     */
    Optional<Value> find(String path, @Nullable Object given, Origin givenOrigin)
            throws ConfigException {
        Optional<String> variable = environment.value(path);
        if (variable.isPresent()) {
            String name = Environment.variable(path);
            Object parsed = Yaml.parse(name, variable.get());
            return Optional.ofNullable(parsed).map(v -> new Value(v, Origin.variable(name)));
        }
        return Optional.ofNullable(given).map(v -> new Value(v, givenOrigin));
    }

    /** As {@link #find}, for a text: a variable is taken word by word unless it is quoted. */
    Optional<Value> findText(String path, @Nullable Object given, Origin givenOrigin)
            throws ConfigException {
        Optional<String> variable = environment.value(path);
        if (variable.isPresent()) {
            String raw = variable.get();
            String name = Environment.variable(path);
            boolean quoted = raw.startsWith("\"") || raw.startsWith("'");
            Object value = quoted ? Yaml.parse(name, raw) : raw;
            return Optional.ofNullable(value).map(v -> new Value(v, Origin.variable(name)));
        }
        return Optional.ofNullable(given).map(v -> new Value(v, givenOrigin));
    }

    void record(Setting setting) {
        settings.add(setting);
    }

    /** There is a mapping of this path, whose name its writer chose. */
    void entry(String path) {
        entries.add(path);
    }

    List<String> entries() {
        return List.copyOf(entries);
    }

    List<Setting> settings() {
        return List.copyOf(settings);
    }

    List<String> warnings() {
        return environment.warnings();
    }
}
