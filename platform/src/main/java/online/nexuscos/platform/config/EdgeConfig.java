package online.nexuscos.platform.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How requests are let in.
 *
 * @param trustedProxies whose word about a caller's address and scheme counts
 * @param corsOrigins sites whose pages may call the interface; {@code *} for all
 * @param sites by name
 */
public record EdgeConfig(
        Set<InetAddress> trustedProxies,
        Set<String> corsOrigins,
        AccessLogFormat accessLog,
        LimitsConfig limits,
        Map<String, SiteConfig> sites) {
    /** What each answered request leaves behind. */
    public enum AccessLogFormat {
        OFF,
        /** The combined format, with the request's number and its milliseconds behind. */
        TEXT,
        /** An object a line. */
        JSON
    }

    private static final int MAX_LIST = 4096;
    private static final int MAX_SITES = 100;

    public EdgeConfig {
        trustedProxies = Set.copyOf(trustedProxies);
        corsOrigins = Set.copyOf(corsOrigins);
        sites = Map.copyOf(sites);
    }

    static EdgeConfig read(ConfigSection section) throws ConfigException {
        EdgeConfig config =
                new EdgeConfig(
                        proxies(section),
                        origins(section),
                        section.choice("accessLog", AccessLogFormat.OFF),
                        section.section("limits", LimitsConfig::read),
                        section.sections("sites", ChannelConfig.NAME, MAX_SITES, SiteConfig::read));
        requireDistinctHosts(config.sites);
        return config;
    }

    private static Set<InetAddress> proxies(ConfigSection section) throws ConfigException {
        Set<InetAddress> result = new LinkedHashSet<>();
        for (String word : words(section, "trustedProxies")) {
            try {
                result.add(InetAddress.ofLiteral(word));
            } catch (IllegalArgumentException e) {
                throw new ConfigException(
                        "edge.trustedProxies: " + word + " (expected: an address)");
            }
        }
        return result;
    }

    private static Set<String> origins(ConfigSection section) throws ConfigException {
        Set<String> result = new LinkedHashSet<>();
        for (String word : words(section, "corsOrigins")) {
            if (!word.equals("*") && !isOrigin(word)) {
                throw new ConfigException(
                        "edge.corsOrigins: "
                                + word
                                + " (expected: an origin like https://example.org, or *)");
            }
            result.add(word);
        }
        return result;
    }

    private static boolean isOrigin(String word) {
        try {
            URI uri = new URI(word);
            return uri.getHost() != null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && word.equals(uri.getScheme() + "://" + uri.getRawAuthority());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** A text of words with spaces between. */
    static List<String> words(ConfigSection section, String key) throws ConfigException {
        String text = section.text(key, "", 0, MAX_LIST).strip();
        return text.isEmpty() ? List.of() : List.of(text.split(" +", -1));
    }

    private static void requireDistinctHosts(Map<String, SiteConfig> sites) throws ConfigException {
        Map<String, String> owners = new LinkedHashMap<>();
        for (Map.Entry<String, SiteConfig> site : sites.entrySet()) {
            for (String host : site.getValue().hosts()) {
                String other = owners.put(host, site.getKey());
                if (other != null) {
                    throw new ConfigException(
                            "edge.sites."
                                    + site.getKey()
                                    + ".hosts: "
                                    + host
                                    + " is of edge.sites."
                                    + other
                                    + " too (expected: one site)");
                }
            }
        }
    }
}
