package online.nexuscos.gateway.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import online.nexuscos.gateway.http.TestingHttp;
import online.nexuscos.gateway.http.TestingHttp.Answer;

/**
 * Sends more than a call may carry. The server may answer and close before all is sent: whoever
 * only writes would see a broken connection, so another thread reads meanwhile.
 */
final class HugeBody {
    private static final int CHUNKS = 32;
    private static final int CHUNK = 64 << 10;
    private static final int PATIENCE_MS = 20_000;

    private HugeBody() {}

    static Answer announced(int port, String method, String path, List<String> headers) {
        return send(
                port,
                head(method, path, headers, "Content-Length: " + CHUNKS * CHUNK),
                "x".repeat(CHUNK),
                "");
    }

    static Answer chunked(int port, String method, String path, List<String> headers) {
        return send(
                port,
                head(method, path, headers, "Transfer-Encoding: chunked"),
                Integer.toHexString(CHUNK) + "\r\n" + "x".repeat(CHUNK) + "\r\n",
                "0\r\n\r\n");
    }

    private static String head(String method, String path, List<String> headers, String length) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: x\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        return head + length + "\r\nAccept: application/json\r\nConnection: close\r\n\r\n";
    }

    private static Answer send(int port, String head, String piece, String end) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MS);
            Thread writer = Thread.ofVirtual().start(() -> write(socket, head, piece, end));
            byte[] answer = read(socket.getInputStream());
            writer.join();
            return TestingHttp.parse(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static void write(Socket socket, String head, String piece, String end) {
        byte[] bytes = piece.getBytes(StandardCharsets.ISO_8859_1);
        try {
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            for (int i = 0; i < CHUNKS; i++) {
                out.write(bytes);
            }
            out.write(end.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // It has had enough: the answer says so.
        }
    }

    /** What has come before the connection ended, even by a reset. */
    private static byte[] read(InputStream in) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            byte[] piece = new byte[CHUNK];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                all.write(piece, 0, read);
            }
        } catch (IOException e) {
            return all.toByteArray();
        }
        return all.toByteArray();
    }
}
