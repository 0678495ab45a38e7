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
    private final Map<String, Page> byHost = new HashMap<>();

    LandingPages(Map<String, SiteConfig> sites) {
        for (SiteConfig site : sites.values()) {
            site.hosts().forEach(host -> byHost.put(host, site.page()));
        }
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
