package online.nexuscos.platform.config;

import java.util.Collection;
import java.util.List;

/**
 * The settings that take effect while the program runs; all others need a restart. One list: the
 * file's comments say "(live)" of the same ones, and somebody follows each.
 */
final class LiveSettings {
    /** Each stands for itself and for all below it. */
    static final List<String> PATHS =
            List.of(
                    "https.certificate",
                    "https.key",
                    "edge.trustedProxies",
                    "edge.corsOrigins",
                    "edge.limits",
                    "edge.sites",
                    "ingest.open",
                    "live",
                    "channels");

    private LiveSettings() {}

    static boolean contains(String path) {
        return isUnder(path, PATHS);
    }

    static boolean isUnder(String path, Collection<String> tops) {
        return tops.stream().anyMatch(top -> path.equals(top) || path.startsWith(top + "."));
    }
}
