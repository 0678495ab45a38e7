package online.nexuscos.platform.config;

/**
 * One setting as it is in effect.
 *
 * @param path for example {@code http.port}
 * @param value a text, an integer, a boolean, or what stands for a secret: its text is asterisks
 */
public record Setting(String path, Object value, Origin origin) {}
