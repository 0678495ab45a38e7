package online.nexuscos.platform.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Hosts with a landing page of their own.
 *
 * @param hosts as browsers name them, in lower case, without a port
 * @param page what {@code /} shows there
 */
public record SiteConfig(Set<String> hosts, Page page) {
    /** What there is to land on. */
    public enum Page {
        /** What is live now. */
        FRONT,
        /** What the beta is, and how to take part. */
        BETA
    }

    private static final Pattern HOST =
            Pattern.compile("[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63}){0,30}");

    public SiteConfig {
        hosts = Set.copyOf(hosts);
    }

    static SiteConfig read(ConfigSection section) throws ConfigException {
        List<String> words = EdgeConfig.words(section, "hosts");
        Set<String> hosts = new LinkedHashSet<>();
        for (String word : words) {
            String host = word.toLowerCase(Locale.ROOT);
            if (!HOST.matcher(host).matches()) {
                throw new ConfigException(
                        "edge.sites: host " + word + " (expected: a name of a host)");
            }
            hosts.add(host);
        }
        return new SiteConfig(hosts, section.choice("page", Page.FRONT));
    }
}
