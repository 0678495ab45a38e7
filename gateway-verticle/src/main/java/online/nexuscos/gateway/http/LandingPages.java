package online.nexuscos.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import online.nexuscos.platform.config.SiteConfig;
import online.nexuscos.platform.config.SiteConfig.Page;

/** Which page {@code /} is at which host. */
final class LandingPages {
    private volatile Map<String, Page> byHost;

    LandingPages(Map<String, SiteConfig> sites) {
        byHost = byHost(sites);
    }

    /** From now on these hosts have a page of their own. */
    void setSites(Map<String, SiteConfig> sites) {
        byHost = byHost(sites);
    }

    private static Map<String, Page> byHost(Map<String, SiteConfig> sites) {
        Map<String, Page> pages = new HashMap<>();
        for (SiteConfig site : sites.values()) {
            site.hosts().forEach(host -> pages.put(host, site.page()));
        }
        return Map.copyOf(pages);
    }

    /** The file of the page for the host that the request names. */
    String file(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        String host = authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        return file(byHost.getOrDefault(host, Page.FRONT));
    }

    static String file(Page page) {
        return switch (page) {
            case FRONT -> "/index.html";
            case BETA -> "/beta.html";
        };
    }
}
