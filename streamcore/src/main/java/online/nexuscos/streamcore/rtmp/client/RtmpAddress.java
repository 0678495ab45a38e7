package online.nexuscos.streamcore.rtmp.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where to publish: {@code rtmp://host:port/application/name}. The name is mostly a stream key,
 * which is why {@link #toString} leaves it out.
 *
 * @param application what stands before the last slash; not empty
 * @param name what stands behind it, with its query; not empty
 */
public record RtmpAddress(
        Protection protection, String host, int port, String application, String name) {
    /** Whether the line is encrypted. */
    public enum Protection {
        PLAIN("rtmp", 1935),
        /** The server's certificate is verified. */
        TLS("rtmps", 443);

        private final String scheme;
        private final int defaultPort;

        Protection(String scheme, int defaultPort) {
            this.scheme = scheme;
            this.defaultPort = defaultPort;
        }

        public String scheme() {
            return scheme;
        }
    }

    /** Characters of an address, key included. */
    public static final int MAX_LENGTH = 2048;

    private static final int MAX_PORT = 65_535;

    public RtmpAddress {
        if (host.isEmpty() || application.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException("rtmp address without host, application or name");
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
        }
    }

    /**
     * Reads an address.
     *
     * @param url {@code rtmp://host/application/key}, or without the key where that comes apart
     * @param key empty where it stands in the address
     * @throws IllegalArgumentException saying what is wrong, and showing none of it
     */
    public static RtmpAddress parse(String url, String key) {
        if (url.length() + key.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("longer than " + MAX_LENGTH + " characters");
        }
        URI uri = uri(url);
        Protection protection = protection(uri);
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException("no address (expected: rtmp://host/app/key)");
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        String whole = uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery();
        String trimmed = trim(whole);
        String application;
        String name;
        if (key.isEmpty()) {
            int query = trimmed.indexOf('?');
            int slash = trimmed.lastIndexOf('/', query < 0 ? trimmed.length() : query);
            application = slash < 0 ? "" : trimmed.substring(0, slash);
            name = trimmed.substring(slash + 1);
        } else {
            application = trimmed;
            name = key;
        }
        if (application.isEmpty() || name.isEmpty() || !isPrintable(name)) {
            throw new IllegalArgumentException(
                    "no application or key (expected: rtmp://host/app/key)");
        }
        int port = uri.getPort() < 0 ? protection.defaultPort : uri.getPort();
        return new RtmpAddress(protection, host(uri), port, application, name);
    }

    private static URI uri(String url) {
        try {
            return new URI(url.strip());
        } catch (URISyntaxException e) {
            // Its message and cause would show the address.
            throw new IllegalArgumentException("no address (expected: rtmp://host/app/key)");
        }
    }

    private static Protection protection(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        for (Protection protection : Protection.values()) {
            if (protection.scheme.equals(scheme)) {
                return protection;
            }
        }
        throw new IllegalArgumentException("no rtmp:// or rtmps:// address");
    }

    private static String host(URI uri) {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String trim(String path) {
        int start = 0;
        while (start < path.length() && path.charAt(start) == '/') {
            start++;
        }
        int end = path.length();
        while (end > start && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(start, end);
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(character -> character > ' ' && character < 0x7f);
    }

    /** What {@code connect} names: the address without the stream's name. */
    String tcUrl() {
        return place() + "/" + application;
    }

    /**
     * Where a server asks to be called instead, for the same name.
     *
     * @param next an address without the name, in full or seen from this one; empty for this one
     * @return empty where that is none, or would send in the open what is encrypted here
     */
    Optional<RtmpAddress> moved(String next) {
        try {
            RtmpAddress there =
                    next.isEmpty()
                            ? this
                            : parse(URI.create(tcUrl()).resolve(next.strip()).toString(), name);
            boolean weaker = protection == Protection.TLS && there.protection != Protection.TLS;
            return weaker ? Optional.empty() : Optional.of(there);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Scheme, host and port: what may be shown to anybody. */
    public String place() {
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        return protection.scheme
                + "://"
                + bracketed
                + (port == protection.defaultPort ? "" : ":" + port);
    }

    /** Without the application and the name, which may be secrets. */
    @Override
    public String toString() {
        return place();
    }
}
