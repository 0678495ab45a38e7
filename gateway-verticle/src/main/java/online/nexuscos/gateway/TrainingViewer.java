package online.nexuscos.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Asks for what browsers and players ask for, one connection each, and counts the answers. */
final class TrainingViewer {
    private static final int TIMEOUT_MS = 20_000;
    private static final int PAUSE_MS = 50;
    private static final long MAX_START_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int MAX_ANSWER = 8 << 20;
    private static final int RELOADS = 4;
    private static final List<String> PAGES =
            List.of("/", "/watch/train", "/nothing", "/health", "/metrics", "/api/streams");
    private static final Pattern ADDRESS =
            Pattern.compile("(?m)^([^#\\s]\\S*)$|URI=\"([^\"]+)\"|src=\"(/[^\"]+)\"");

    private final String host;
    private final int port;
    private final String channel;
    private int answers;

    TrainingViewer(String host, int port, String channel) {
        this.host = host;
        this.port = port;
        this.channel = channel;
    }

    /** The number of answers that were no failure. */
    int watch() throws IOException {
        for (String page : PAGES) {
            get(page);
        }
        get("/api/streams/" + channel);
        String base = "/live/" + channel + "/";
        long start = System.nanoTime();
        String index = get(base + "index.m3u8");
        // It waits for the media itself, but not for a publisher who is not there yet.
        while (!index.contains("#EXTM3U") && System.nanoTime() - start < MAX_START_NANOS) {
            pause();
            index = get(base + "index.m3u8");
        }
        for (int i = 0; i < RELOADS; i++) {
            for (String playlist : addresses(index)) {
                for (String media : addresses(get(base + playlist))) {
                    get(base + media);
                }
            }
        }
        get("/metrics");
        return answers;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static List<String> addresses(String text) {
        return ADDRESS.matcher(text)
                .results()
                .map(TrainingViewer::address)
                .filter(address -> !address.contains("/"))
                .distinct()
                .toList();
    }

    private static String address(MatchResult found) {
        for (int group = 1; group <= found.groupCount(); group++) {
            if (found.group(group) != null) {
                return found.group(group);
            }
        }
        return "";
    }

    /** The answer as it came, with its head. */
    private String get(String path) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream()
                    .write(
                            ("GET "
                                            + path
                                            + " HTTP/1.1\r\nHost: "
                                            + host
                                            + "\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String answer = new String(in.readNBytes(MAX_ANSWER), StandardCharsets.ISO_8859_1);
            if (answer.startsWith("HTTP/1.1 200")) {
                answers++;
            }
            int body = answer.indexOf("\r\n\r\n");
            return body < 0 ? "" : answer.substring(body + 4);
        }
    }
}
