package online.nexuscos.gateway.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends bytes to a port and reads what comes back until the connection ends. */
public final class TestingHttp {
    private static final int TIMEOUT_MS = 10_000;

    private final int port;

    public TestingHttp(int port) {
        this.port = port;
    }

    /**
     * An answer.
     *
     * @param status 0 where the connection ended without one
     * @param headers by their names in lower case
     * @param octets a character for each byte of the body
     */
    public record Answer(int status, Map<String, String> headers, String octets) {
        public byte[] body() {
            return octets.getBytes(StandardCharsets.ISO_8859_1);
        }

        public String text() {
            return new String(body(), StandardCharsets.UTF_8);
        }
    }

    public Answer get(String path, String... headers) throws IOException {
        return send("GET", path, headers);
    }

    public Answer send(String method, String path, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: x\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return exchange(request + "Connection: close\r\n\r\n");
    }

    public Answer exchange(String bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return parse(socket.getInputStream().readAllBytes());
        }
    }

    /** An answer out of all that came. */
    public static Answer parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Answer(0, Map.of(), text);
        }
        String[] lines = text.substring(0, end).split("\r\n", -1);
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        int status = Integer.parseInt(lines[0].split(" ", -1)[1]);
        return new Answer(status, headers, text.substring(end + 4));
    }
}
