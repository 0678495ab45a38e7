package online.nexuscos.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The two ports of a server that the bench starts. */
record Doors(int http, int rtmp) {
    private static final int LIMIT_SECONDS = 60;
    private static final int ANSWER_TIME_OUT_MS = 1000;
    private static final double POLL_SECONDS = 0.005;
    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    /**
     * @param rtmpMs from the spawn to an accepted TCP connection on the RTMP port
     * @param httpMs from the spawn to the first byte of an HTTP answer
     */
    record Opened(double rtmpMs, double httpMs) {}

    /** A port that was free a moment ago. */
    static int freePort() {
        return free().http;
    }

    /**
     * Waits until a server of HTTP alone answers.
     *
     * @throws BenchException the process ended, or a minute passed
     */
    static void awaitHttp(Children.Child server, int port) {
        long begun = System.nanoTime();
        while (!answers(port)) {
            server.requireAlive();
            if (System.nanoTime() - begun > LIMIT_SECONDS * 1e9) {
                throw new BenchException(
                        "not open after %d s: %s".formatted(LIMIT_SECONDS, server.logTail()));
            }
            Pause.seconds(POLL_SECONDS);
        }
    }

    /** Two ports that were free a moment ago. */
    static Doors free() {
        try (ServerSocket http = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket rtmp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Doors(http.getLocalPort(), rtmp.getLocalPort());
        } catch (IOException e) {
            throw new BenchException("no free port", e);
        }
    }

    /**
     * Waits until both are open.
     *
     * @throws BenchException the process ended, or a minute passed
     */
    Opened await(Children.Child server, long spawnedNanos) {
        double rtmpMs = -1;
        double httpMs = -1;
        while (rtmpMs < 0 || httpMs < 0) {
            server.requireAlive();
            if (rtmpMs < 0 && accepts(rtmp)) {
                rtmpMs = (System.nanoTime() - spawnedNanos) / 1e6;
            }
            if (httpMs < 0 && answers(http)) {
                httpMs = (System.nanoTime() - spawnedNanos) / 1e6;
            }
            if (System.nanoTime() - spawnedNanos > LIMIT_SECONDS * 1e9) {
                throw new BenchException(
                        "not open after %d s: %s".formatted(LIMIT_SECONDS, server.logTail()));
            }
            Pause.seconds(POLL_SECONDS);
        }
        return new Opened(rtmpMs, httpMs);
    }

    private static boolean accepts(int port) {
        try (Socket socket = connect(port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = connect(port)) {
            socket.setSoTimeout(ANSWER_TIME_OUT_MS);
            socket.getOutputStream().write(REQUEST);
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    ANSWER_TIME_OUT_MS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
