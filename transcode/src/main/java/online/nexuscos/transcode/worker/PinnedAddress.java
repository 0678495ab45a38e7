package online.nexuscos.transcode.worker;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The address of a source with the very machine in it that was judged, so that no other one is
 * called when its name is looked up again. Pure.
 *
 * @param url to connect to
 * @param options that tell the source its own name
 */
record PinnedAddress(String url, Map<String, String> options) {
    /** As it is: names are looked up again, or the connection is judged by itself. */
    static PinnedAddress unchanged(URI source) {
        return new PinnedAddress(source.toString(), Map.of());
    }

    /**
     * Those of RTMP, RTSP and SRT. Inside TLS the name stays, which the certificate is verified by;
     * HTTP has a proxy that judges each connection.
     */
    static PinnedAddress of(URI source, InetAddress judged) {
        return switch (source.getScheme()) {
            case "srt", "rtsp" -> new PinnedAddress(with(source, judged), Map.of());
            case "rtmp" ->
                    new PinnedAddress(
                            with(source, judged), Map.of("rtmp_tcurl", connectionUrl(source)));
            default -> unchanged(source);
        };
    }

    private static String with(URI source, InetAddress judged) {
        String host = judged.getHostAddress();
        String bracketed =
                judged instanceof Inet6Address ? "[" + host.replaceAll("%.*", "") + "]" : host;
        return source.getScheme()
                + "://"
                + part("", source.getRawUserInfo(), "@")
                + bracketed
                + (source.getPort() < 0 ? "" : ":" + source.getPort())
                + part("", source.getRawPath(), "")
                + part("?", source.getRawQuery(), "")
                + part("#", source.getRawFragment(), "");
    }

    private static String part(String before, @Nullable String part, String after) {
        return part == null || part.isEmpty() ? "" : before + part + after;
    }

    /** What RTMP's connect names: the application is one part of the path or two, as for FFmpeg. */
    private static String connectionUrl(URI source) {
        String[] parts = Optional.ofNullable(source.getRawPath()).orElse("").split("/", 4);
        String application =
                parts.length < 3
                        ? ""
                        : parts.length == 4 && !parts[2].contains(":")
                                ? parts[1] + "/" + parts[2]
                                : parts[1];
        int port = source.getPort() < 0 ? 1935 : source.getPort();
        return "rtmp://" + source.getHost() + ":" + port + "/" + application;
    }
}
