package online.nexuscos.platform.config;

/**
 * One setting as it is in effect.
 *
 * @param path for example {@code http.port}
 * @param value a text, an integer or a boolean; never the text of a secret
 */
public record Setting(String path, Object value, Origin origin) {}
