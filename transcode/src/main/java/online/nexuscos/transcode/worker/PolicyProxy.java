package online.nexuscos.transcode.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import online.nexuscos.streamcore.pull.SourceRequest.Reach;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy on loopback for FFmpeg alone, which connects to public addresses and nowhere else.
 * A playlist or a redirect names further hosts, and a name may mean another address a moment later:
 * what counts is the address of the connection that is made. It gives nobody a power that another
 * program on this machine has not.
 */
final class PolicyProxy {
    static final int MAX_HEAD = 16 * 1024;
    static final int MAX_CONNECTIONS = 64;
    static final int TIMEOUT_MS = 10_000;
    private static final int COPY = 16 * 1024;
    private static final int HTTP_PORT = 80;

    private final Semaphore connections = new Semaphore(MAX_CONNECTIONS);
    private @Nullable ServerSocket server;

    /** Its address, as FFmpeg takes it; opens it the first time. */
    synchronized String url() throws IOException {
        ServerSocket open = server;
        if (open == null) {
            open = new ServerSocket(0, MAX_CONNECTIONS, InetAddress.getLoopbackAddress());
            server = open;
            ServerSocket listening = open;
            Thread.ofPlatform().name("proxy").daemon().start(() -> accept(listening));
        }
        return "http://127.0.0.1:" + open.getLocalPort();
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                Socket client = listening.accept();
                if (connections.tryAcquire()) {
                    Thread.ofPlatform().name("proxied").daemon().start(() -> serve(client));
                } else {
                    client.close();
                }
            }
        } catch (IOException e) {
            // The next request finds it closed, and says so.
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setSoTimeout(TIMEOUT_MS);
            String head = head(client.getInputStream());
            try {
                relay(client, head);
            } catch (UnreachableException e) {
                answer(client, "403 Forbidden");
            } catch (IOException | IllegalArgumentException e) {
                answer(client, "502 Bad Gateway");
            }
        } catch (IOException e) {
            // FFmpeg has closed it, or sent no request.
        } finally {
            connections.release();
        }
    }

    private static void answer(Socket client, String status) throws IOException {
        client.getOutputStream()
                .write(
                        ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The request's head with its empty line. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < MAX_HEAD) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
            if (next == '\n'
                    && head.length() >= 4
                    && head.indexOf("\r\n\r\n", head.length() - 4) >= 0) {
                return head.toString();
            }
        }
        throw new IOException("no request");
    }

    private static void relay(Socket client, String head) throws IOException, UnreachableException {
        String[] line = head.substring(0, head.indexOf("\r\n")).split(" ", -1);
        if (line.length != 3) {
            throw new IOException("no request line");
        }
        if (line[0].equals("CONNECT")) {
            URI target = URI.create("tcp://" + line[1]);
            try (Socket upstream = connect(target.getHost(), target.getPort())) {
                client.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                splice(client, upstream);
            }
            return;
        }
        URI target = URI.create(line[1]);
        int port = target.getPort() < 0 ? HTTP_PORT : target.getPort();
        try (Socket upstream = connect(target.getHost(), port)) {
            String path = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
            String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
            String request =
                    line[0]
                            + ' '
                            + path
                            + query
                            + ' '
                            + line[2]
                            + head.substring(head.indexOf("\r\n"));
            upstream.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            splice(client, upstream);
        }
    }

    private static Socket connect(@Nullable String host, int port)
            throws IOException, UnreachableException {
        if (host == null || port < 1) {
            throw new IOException("no host");
        }
        IOException last = new IOException("no address");
        for (InetAddress address : SourceHosts.resolve(host, Reach.PUBLIC)) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), TIMEOUT_MS);
                socket.setSoTimeout(TIMEOUT_MS);
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private static void splice(Socket client, Socket upstream) throws IOException {
        Thread up =
                Thread.ofPlatform()
                        .name("proxied-up")
                        .daemon()
                        .start(() -> {
                            try {
                                copy(client.getInputStream(), upstream.getOutputStream());
                            } catch (IOException e) {
                                // The other direction tells how it ended.
                            }
                        });
        try {
            copy(upstream.getInputStream(), client.getOutputStream());
        } finally {
            client.close();
            upstream.close();
            up.interrupt();
        }
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[COPY];
        int count = in.read(buffer);
        while (count >= 0) {
            out.write(buffer, 0, count);
            count = in.read(buffer);
        }
    }
}
