package online.nexuscos.streamcore.pull;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a source is, with whatever opens it. It shows itself without credentials, path parameters
 * or a query.
 *
 * @param url whole, as it is connected to
 */
public record SourceAddress(String url) {
    /** Longest address that is taken. */
    public static final int MAX_LENGTH = 2048;

    /** What can be fetched; a file of this machine is not among it. */
    public static final List<String> SCHEMES =
            List.of("rtmp", "rtmps", "srt", "http", "https", "rtsp", "rtsps");

    private static final List<String> LAST_PART_IS_A_KEY = List.of("rtmp", "rtmps");

    /**
     * Takes an address.
     *
     * @throws IllegalArgumentException when it is none that can be fetched; says why without
     *     showing it
     */
    public SourceAddress {
        Optional<String> fault = fault(url);
        if (fault.isPresent()) {
            throw new IllegalArgumentException(fault.get());
        }
    }

    /** What is wrong with an address, in words that do not show it; empty where nothing is. */
    public static Optional<String> fault(String url) {
        if (url.length() > MAX_LENGTH) {
            return Optional.of("an address of " + url.length() + " characters (expected: <= 2048)");
        }
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme();
            if (!SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))) {
                return Optional.of(
                        "an address of a kind that cannot be fetched (expected: "
                                + String.join(", ", SCHEMES)
                                + ")");
            }
            if (uri.getHost() == null || uri.getHost().isEmpty()) {
                return Optional.of("an address without a host");
            }
        } catch (URISyntaxException e) {
            return Optional.of("no address: " + e.getReason());
        }
        return Optional.empty();
    }

    public URI uri() {
        return URI.create(url);
    }

    public String scheme() {
        return uri().getScheme().toLowerCase(Locale.ROOT);
    }

    /** What may be shown to anybody who owns the channel: the last part of RTMP's path is a key. */
    public String shown() {
        URI uri = uri();
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String path = uri.getPath() == null ? "" : uri.getPath();
        int last = path.lastIndexOf('/');
        if (LAST_PART_IS_A_KEY.contains(scheme()) && last > 0) {
            path = path.substring(0, last) + "/...";
        }
        return scheme() + "://" + uri.getHost() + port + path;
    }

    /** As {@link #shown}. */
    @Override
    public String toString() {
        return shown();
    }
}
