package online.nexuscos.platform.config;

import java.util.Map;

/**
 * How many requests are answered in a minute; media is not counted.
 *
 * @param addressPerMinute of one address, 0 for any number
 * @param accountPerMinute of one account, 0 for any number
 * @param routes by name
 */
public record LimitsConfig(
        int addressPerMinute, int accountPerMinute, Map<String, RouteLimit> routes) {
    static final int MAX_PER_MINUTE = 10_000_000;
    private static final int MAX_ROUTES = 100;
    private static final int MAX_PATH = 200;

    /**
     * What one address may ask of one route.
     *
     * @param path the beginning of the path, for example {@code /api/users/sign-in}
     */
    public record RouteLimit(String path, int perMinute) {
        static RouteLimit read(ConfigSection section) throws ConfigException {
            String path = section.text("path", "/api/", 1, MAX_PATH);
            if (!path.startsWith("/")) {
                throw new ConfigException(
                        "edge.limits.routes: path " + path + " (expected: one that begins with /)");
            }
            return new RouteLimit(path, section.integer("perMinute", 60, 1, MAX_PER_MINUTE));
        }
    }

    public LimitsConfig {
        routes = Map.copyOf(routes);
    }

    static LimitsConfig read(ConfigSection section) throws ConfigException {
        return new LimitsConfig(
                section.integer("addressPerMinute", 12_000, 0, MAX_PER_MINUTE),
                section.integer("accountPerMinute", 6_000, 0, MAX_PER_MINUTE),
                section.sections("routes", ChannelConfig.NAME, MAX_ROUTES, RouteLimit::read));
    }
}
