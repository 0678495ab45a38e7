package online.nexuscos.platform.config;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** YAML 1.2 text to maps, lists and scalars. */
final class Yaml {
    private static final int MAX_CHARACTERS = 1 << 20;

    private Yaml() {}

    /**
     * @param name of the file or variable, for messages
     */
    static @Nullable Object parse(String name, String text) throws ConfigException {
        LoadSettings settings =
                LoadSettings.builder().setLabel(name).setCodePointLimit(MAX_CHARACTERS).build();
        try {
            return new Load(settings).loadFromString(text);
        } catch (MarkedYamlEngineException e) {
            // Not the whole message: it quotes the line, which may hold a secret.
            String place =
                    e.getProblemMark().map(mark -> ", line " + (mark.getLine() + 1)).orElse("");
            throw new ConfigException(name + place + ": no YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new ConfigException(name + ": no YAML that can be read");
        }
    }
}
