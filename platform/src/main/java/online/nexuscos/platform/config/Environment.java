package online.nexuscos.platform.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The environment's say in the configuration: {@code http.port} is {@code NEXUS_HTTP_PORT}. */
final class Environment {
    private static final String PREFIX = "NEXUS_";

    /** Read by the start script or before the configuration, so no settings of it. */
    private static final Set<String> OTHERS =
            Set.of(LoadedConfig.FILE_VARIABLE, "NEXUS_JAVA_OPTS", "NEXUS_AOT");

    private static final Pattern WORD_BOUNDARY = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private final Map<String, String> variables = new TreeMap<>();
    private final Map<String, String> asked = new HashMap<>();

    /** An empty variable counts as one that is not set. */
    Environment(Map<String, String> variables) {
        variables.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !OTHERS.contains(name) && !value.isEmpty()) {
                this.variables.put(name, value);
            }
        });
    }

    static String variable(String path) {
        String words = WORD_BOUNDARY.matcher(path).replaceAll("_");
        return PREFIX + words.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** The value of the variable that stands for {@code path}. */
    Optional<String> value(String path) throws ConfigException {
        String variable = variable(path);
        String other = asked.put(variable, path);
        String value = variables.get(variable);
        if (value != null && other != null && !other.equals(path)) {
            throw new ConfigException(
                    variable + ": stands for both " + other + " and " + path + ": use the file");
        }
        return Optional.ofNullable(value);
    }

    /** One line for each variable that looks like a setting, and is none. */
    List<String> warnings() {
        Set<String> unknown = new TreeSet<>(variables.keySet());
        unknown.removeAll(asked.keySet());
        return unknown.stream()
                .map(name -> name + " is no setting" + Suggestion.of(name, asked.keySet()))
                .toList();
    }
}
