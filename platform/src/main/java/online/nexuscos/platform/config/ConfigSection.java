package online.nexuscos.platform.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the configuration, read key by key; a key that nobody reads is refused. Every
 * message names the key's whole path.
 */
public final class ConfigSection {
    private static final int MAX_SHOWN = 80;

    private final ConfigSource source;
    private final String path;
    private final Map<String, @Nullable Object> values;
    private final Origin origin;
    private final Set<String> known = new LinkedHashSet<>();

    ConfigSection(ConfigSource source, String path, @Nullable Object mapping, Origin origin)
            throws ConfigException {
        this.source = source;
        this.path = path;
        this.values = mapping(path, mapping, origin);
        this.origin = origin;
    }

    /** Turns a section into a record. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ConfigSection section) throws ConfigException;
    }

    /** Reads the whole of this section. */
    <T> T read(Reader<T> reader) throws ConfigException {
        T result = reader.read(this);
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw new ConfigException(
                        at(key) + ": unknown key" + Suggestion.of(key, known) + from(origin));
            }
        }
        return result;
    }

    /** Reads the mapping under {@code key}, an empty one where there is none. */
    public <T> T section(String key, Reader<T> reader) throws ConfigException {
        return child(key).read(reader);
    }

    /**
     * Reads a mapping whose keys are names that its writer chose, in the order of the file.
     *
     * @param names what a name must match
     * @param max how many there may be
     */
    public <T> Map<String, T> sections(String key, Pattern names, int max, Reader<T> reader)
            throws ConfigException {
        ConfigSection parent = child(key);
        if (parent.values.size() > max) {
            throw new ConfigException(
                    at(key) + ": " + parent.values.size() + " entries (expected: <= " + max + ")");
        }
        Map<String, T> result = new LinkedHashMap<>();
        for (String name : parent.values.keySet()) {
            if (!names.matcher(name).matches()) {
                throw new ConfigException(
                        at(key) + ": name " + shown(name) + " (expected: " + names + ")");
            }
            source.entry(parent.at(name));
            result.put(name, parent.section(name, reader));
        }
        return result;
    }

    /** A whole number from {@code min} to {@code max}. */
    public int integer(String key, int fallback, int min, int max) throws ConfigException {
        Optional<ConfigSource.Value> found = source.find(at(key), given(key), origin);
        if (found.isEmpty()) {
            return setting(key, fallback, Origin.DEFAULT);
        }
        ConfigSource.Value value = found.get();
        if (value.value() instanceof Integer number && number >= min && number <= max) {
            return setting(key, number, value.origin());
        }
        throw wrong(key, value, min + " to " + max);
    }

    public boolean bool(String key, boolean fallback) throws ConfigException {
        Optional<ConfigSource.Value> found = source.find(at(key), given(key), origin);
        if (found.isEmpty()) {
            return setting(key, fallback, Origin.DEFAULT);
        }
        ConfigSource.Value value = found.get();
        if (value.value() instanceof Boolean truth) {
            return setting(key, truth, value.origin());
        }
        throw wrong(key, value, "true or false");
    }

    /**
     * A text of at most {@code max} characters on one line.
     *
     * @param min 0 where it may be empty
     */
    public String text(String key, String fallback, int min, int max) throws ConfigException {
        Optional<ConfigSource.Value> found = source.findText(at(key), given(key), origin);
        if (found.isEmpty()) {
            return setting(key, fallback, Origin.DEFAULT);
        }
        ConfigSource.Value value = found.get();
        if (!(value.value() instanceof String text)) {
            throw wrong(key, value, "text, in quotes");
        }
        if (text.length() < min || text.length() > max) {
            throw wrong(key, value, "a text of " + min + " to " + max + " characters");
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            throw wrong(key, value, "one line without control characters");
        }
        return setting(key, text, value.origin());
    }

    /** One of the constants of an enum, in lower case. */
    public <E extends Enum<E>> E choice(String key, E fallback) throws ConfigException {
        Optional<ConfigSource.Value> found = source.findText(at(key), given(key), origin);
        if (found.isEmpty()) {
            setting(key, fallback.name().toLowerCase(Locale.ROOT), Origin.DEFAULT);
            return fallback;
        }
        ConfigSource.Value value = found.get();
        List<String> names = new ArrayList<>();
        for (E constant : fallback.getDeclaringClass().getEnumConstants()) {
            String name = constant.name().toLowerCase(Locale.ROOT);
            if (name.equals(value.value())) {
                setting(key, name, value.origin());
                return constant;
            }
            names.add(name);
        }
        throw wrong(key, value, String.join(", ", names));
    }

    /** A text that no message and no listing shows; an empty one counts as absent. */
    public Optional<String> secret(String key, Pattern pattern) throws ConfigException {
        Optional<ConfigSource.Value> found = source.findText(at(key), given(key), origin);
        if (found.isEmpty() || "".equals(found.get().value())) {
            setting(key, "", Origin.DEFAULT);
            return Optional.empty();
        }
        ConfigSource.Value value = found.get();
        if (value.value() instanceof String text && pattern.matcher(text).matches()) {
            setting(key, new Masked(text), value.origin());
            return Optional.of(text);
        }
        throw new ConfigException(
                at(key)
                        + ": a secret of another form (expected: text, "
                        + pattern
                        + ")"
                        + from(value.origin()));
    }

    private ConfigSection child(String key) throws ConfigException {
        ConfigSource.Value value =
                source.find(at(key), given(key), origin)
                        .orElse(new ConfigSource.Value(Map.of(), origin));
        return new ConfigSection(source, at(key), value.value(), value.origin());
    }

    private @Nullable Object given(String key) {
        known.add(key);
        return values.get(key);
    }

    private <T> T setting(String key, T value, Origin valueOrigin) {
        source.record(new Setting(at(key), value, valueOrigin));
        return value;
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private ConfigException wrong(String key, ConfigSource.Value value, String expected) {
        return new ConfigException(
                at(key)
                        + ": "
                        + shown(value.value())
                        + " (expected: "
                        + expected
                        + ")"
                        + from(value.origin()));
    }

    private static String from(Origin origin) {
        return origin.isDefault() ? "" : ", from " + origin.name();
    }

    private static String shown(Object value) {
        String text = String.valueOf(value).replaceAll("\\p{Cntrl}", "?");
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }

    private static Map<String, @Nullable Object> mapping(
            String path, @Nullable Object given, Origin origin) throws ConfigException {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        if (given == null) {
            return result;
        }
        String place = path.isEmpty() ? "configuration" : path;
        if (!(given instanceof Map<?, ?> map)) {
            throw new ConfigException(
                    place + ": " + shown(given) + " (expected: keys and values)" + from(origin));
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw new ConfigException(
                        place
                                + ": key "
                                + shown(String.valueOf(entry.getKey()))
                                + " (expected: text, in quotes)"
                                + from(origin));
            }
            result.put(key, entry.getValue());
        }
        return result;
    }
}
