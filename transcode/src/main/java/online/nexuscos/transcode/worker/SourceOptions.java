package online.nexuscos.transcode.worker;

import static java.util.Map.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import online.nexuscos.streamcore.pull.SourceRequest.Reach;

/** What FFmpeg is told about a source beside its address. */
final class SourceOptions {
    /** Nothing that reads files of this machine, or calls other programs. */
    private static final String PROTOCOLS =
            "rtmp,rtmps,rtmpt,rtmpts,tcp,tls,srt,udp,rtp,http,https,httpproxy,crypto";

    private static final String FORMATS =
            "flv,live_flv,hls,mpegts,rtsp,sdp,rtp,mov,mp3,aac,ac3,eac3,ogg,matroska,webvtt";

    private static final long TIMEOUT_US = TimeUnit.SECONDS.toMicros(10);

    /** Where Debian, Fedora and Alpine keep the authorities that they trust. */
    private static final List<Path> AUTHORITIES =
            List.of(
                    Path.of("/etc/ssl/certs/ca-certificates.crt"),
                    Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
                    Path.of("/etc/ssl/cert.pem"));

    private SourceOptions() {}

    static Map<String, String> of(ReadCommand command, PolicyProxy proxy) throws IOException {
        Map<String, String> options =
                new HashMap<>(
                        Map.ofEntries(
                                entry("protocol_whitelist", PROTOCOLS),
                                entry("format_whitelist", FORMATS),
                                entry("rw_timeout", String.valueOf(TIMEOUT_US)),
                                entry("analyzeduration", "3000000"),
                                entry("probesize", "2000000"),
                                entry("user_agent", "NexusCOS")));
        AUTHORITIES.stream()
                .filter(Files::isReadable)
                .findFirst()
                .ifPresent(file -> {
                    options.put("ca_file", file.toString());
                    options.put("tls_verify", "1");
                });
        switch (command.address().scheme()) {
            case "rtmp", "rtmps" -> options.put("rtmp_live", "live");
            case "rtsp", "rtsps" -> {
                options.put("rtsp_transport", "tcp");
                options.put("timeout", String.valueOf(TIMEOUT_US));
            }
            case "srt" -> {
                options.put("mode", "caller");
                options.put("connect_timeout", "5000");
            }
            default -> {
                // One request a connection: the proxy judges each.
                options.put("http_persistent", "0");
                options.put("extension_picky", "0");
                if (command.reach() == Reach.PUBLIC) {
                    options.put("http_proxy", proxy.url());
                }
            }
        }
        return options;
    }
}
