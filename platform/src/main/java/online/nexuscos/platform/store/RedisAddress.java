package online.nexuscos.platform.store;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a Redis server.
 *
 * @param url {@code redis://host:port/database}, or {@code rediss://} for an encrypted line;
 *     without the login
 * @param user empty for the default user
 */
public record RedisAddress(String url, String user, String password) {
    /**
     * Reads {@code redis://user:password@host:port/database}; all but the host may be missing.
     *
     * @throws StoreException for any other form; the message does not show the URL
     */
    public static RedisAddress parse(String url) throws StoreException {
        try {
            URI uri = new URI(url);
            if (!orEmpty(uri.getScheme()).matches("rediss?") || orEmpty(uri.getHost()).isEmpty()) {
                throw malformed();
            }
            String[] login = orEmpty(uri.getUserInfo()).split(":", 2);
            String bare =
                    new URI(
                                    uri.getScheme(),
                                    null,
                                    uri.getHost(),
                                    uri.getPort(),
                                    uri.getPath(),
                                    null,
                                    null)
                            .toString();
            return new RedisAddress(bare, login[0], login.length == 2 ? login[1] : "");
        } catch (URISyntaxException e) {
            throw malformed();
        }
    }

    private static StoreException malformed() {
        return new StoreException(
                "redis.url: another form (expected: redis://user:password@host:port/database)");
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Without the login. */
    @Override
    public String toString() {
        return url;
    }
}
