package online.nexuscos.platform.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Whom to ask, in nginx-rtmp's way, about those who publish and play.
 *
 * @param onPublish asked before somebody publishes; where it stands, it takes the place of stream
 *     keys for those who have none
 * @param onPublishDone told when a publisher goes
 * @param onPlay asked before somebody plays over RTMP, HTTP-FLV or MPEG-TS
 * @param onPlayDone told when such a player goes
 * @param onDone told when either of them goes, too
 * @param onUpdate asked again and again whether it may go on
 * @param timeoutMs an answer that takes longer refuses, 100 to 9000
 * @param updateSeconds between two questions of onUpdate, 1 to 3600
 * @param updateStrict whether no answer to onUpdate is a refusal, too
 */
public record CallbacksConfig(
        Optional<URI> onPublish,
        Optional<URI> onPublishDone,
        Optional<URI> onPlay,
        Optional<URI> onPlayDone,
        Optional<URI> onDone,
        Optional<URI> onUpdate,
        Method method,
        int timeoutMs,
        int updateSeconds,
        boolean updateStrict) {
    /** How the fields travel. */
    public enum Method {
        /** In the body, as a form. */
        POST,
        /** In the query. */
        GET
    }

    private static final int MAX_ADDRESS = 2048;
    private static final int MIN_TIMEOUT_MS = 100;

    /** Less than a publisher may take from its connection to its publication. */
    private static final int MAX_TIMEOUT_MS = 9000;

    private static final int MAX_UPDATE_SECONDS = 3600;

    static CallbacksConfig read(ConfigSection section) throws ConfigException {
        return new CallbacksConfig(
                address(section, "onPublish"),
                address(section, "onPublishDone"),
                address(section, "onPlay"),
                address(section, "onPlayDone"),
                address(section, "onDone"),
                address(section, "onUpdate"),
                section.choice("method", Method.POST),
                section.integer("timeoutMs", 5000, MIN_TIMEOUT_MS, MAX_TIMEOUT_MS),
                section.integer("updateSeconds", 30, 1, MAX_UPDATE_SECONDS),
                section.bool("updateStrict", false));
    }

    private static Optional<URI> address(ConfigSection section, String key) throws ConfigException {
        String text = section.text(key, "", 0, MAX_ADDRESS).strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawFragment() == null) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException _) {
            // Told below, as any other text that is no such address.
        }
        throw new ConfigException(
                "callbacks." + key + ": no address (expected: http://host/path or https://...)");
    }
}
