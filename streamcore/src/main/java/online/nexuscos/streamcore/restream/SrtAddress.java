package online.nexuscos.streamcore.restream;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import online.nexuscos.streamcore.srt.SrtCall;
import online.nexuscos.streamcore.srt.SrtOptions;

/**
 * {@code srt://host:port?streamid=...&passphrase=...&pbkeylen=...&latency=...}, as libsrt's
 * programs and FFmpeg write it. A stream id may begin with {@code #}, as it stands or escaped.
 * Options that are not known are let go.
 */
public record SrtAddress(String host, int port, SrtCall call) {
    private static final int MAX_LENGTH = 2048;
    private static final int MICROSECONDS = 1000;

    static SrtAddress parse(String url, String key) {
        if (url.length() > MAX_LENGTH || key.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("longer than " + MAX_LENGTH + " characters");
        }
        String stripped = url.strip();
        int question = stripped.indexOf('?');
        URI uri = uri(question < 0 ? stripped : stripped.substring(0, question));
        if (uri.getHost() == null || uri.getPort() < 1 || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("no address (expected: srt://host:port)");
        }
        Map<String, String> options = options(question < 0 ? "" : stripped.substring(question + 1));
        if (!options.getOrDefault("mode", "caller").equals("caller")) {
            throw new IllegalArgumentException("mode: not a caller's (expected: caller)");
        }
        SrtCall call =
                new SrtCall(
                        key.isEmpty() ? options.getOrDefault("streamid", "") : key,
                        latencyMs(number(options, "latency", SrtCall.DEFAULT_LATENCY_MS)),
                        Optional.ofNullable(options.get("passphrase"))
                                .filter(passphrase -> !passphrase.isEmpty()),
                        keyLength(number(options, "pbkeylen", 0)));
        return new SrtAddress(host(uri), uri.getPort(), call);
    }

    /**
     * Milliseconds in libsrt's programs, microseconds in FFmpeg's addresses: what would be more
     * than the longest in the one is taken as the other.
     */
    private static int latencyMs(int latency) {
        return latency > SrtOptions.MAX_LATENCY_MS ? latency / MICROSECONDS : latency;
    }

    /** 0 is libsrt's word for the usual one. */
    private static int keyLength(int length) {
        return length == 0 ? SrtCall.DEFAULT_KEY_LENGTH : length;
    }

    private static int number(Map<String, String> options, String name, int otherwise) {
        String text = options.get(name);
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + ": no number");
        }
    }

    private static Map<String, String> options(String query) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : query.split("&", -1)) {
            int equals = option.indexOf('=');
            if (equals > 0) {
                options.put(option.substring(0, equals), decoded(option.substring(equals + 1)));
            }
        }
        return options;
    }

    private static String decoded(String value) {
        try {
            // A plus is a plus, as libsrt's programs and FFmpeg have it.
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("an option that is not escaped well");
        }
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            // Its message and cause would show the address.
            throw new IllegalArgumentException("no address (expected: srt://host:port)");
        }
    }

    private static String host(URI uri) {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** What may be shown to anybody. */
    public String place() {
        return "srt://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Without the options, which may be secrets. */
    @Override
    public String toString() {
        return place();
    }
}
