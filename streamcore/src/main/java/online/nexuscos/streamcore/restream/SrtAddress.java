package online.nexuscos.streamcore.restream;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * {@code srt://host:port?streamid=...&passphrase=...&latency=...}, as libsrt and FFmpeg read it.
 *
 * @param query the options, without the stream id; may hold a secret
 * @param streamId which stream is sent, and often the key to it; empty where none is asked for
 */
public record SrtAddress(String host, int port, String query, String streamId) {
    private static final int MAX_LENGTH = 2048;
    private static final int MAX_STREAM_ID = 512;
    private static final String STREAM_ID = "streamid=";

    static SrtAddress parse(String url, String key) {
        if (url.length() > MAX_LENGTH || key.length() > MAX_STREAM_ID) {
            throw new IllegalArgumentException("longer than " + MAX_LENGTH + " characters");
        }
        URI uri = uri(url);
        if (uri.getHost() == null || uri.getPort() < 1 || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("no address (expected: srt://host:port)");
        }
        StringBuilder rest = new StringBuilder();
        String streamId = key;
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        for (String option : query.split("&", -1)) {
            if (option.startsWith(STREAM_ID)) {
                streamId = key.isEmpty() ? option.substring(STREAM_ID.length()) : key;
            } else if (!option.isEmpty()) {
                rest.append(rest.isEmpty() ? "" : "&").append(option);
            }
        }
        return new SrtAddress(uri.getHost(), uri.getPort(), rest.toString(), streamId);
    }

    private static URI uri(String url) {
        try {
            return new URI(url.strip());
        } catch (URISyntaxException e) {
            // Its message and cause would show the address.
            throw new IllegalArgumentException("no address (expected: srt://host:port)");
        }
    }

    /** What may be shown to anybody. */
    public String place() {
        return "srt://" + host + ":" + port;
    }

    /** Without the query and the stream id, which may be secrets. */
    @Override
    public String toString() {
        return place();
    }
}
