package online.nexuscos.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import online.nexuscos.gateway.streams.TestingDirectory;
import online.nexuscos.gateway.tls.LocalAuthority;
import online.nexuscos.gateway.tls.MachineNames;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 frames by hand, over TLS, from a client that sends slowly. */
class FrameDeadlineTest {
    private static final long LIMIT_MS = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    /** Fields by the static table (RFC 7541): method, https, then the authority and the path. */
    private static final byte[] GET = {(byte) 0x82, (byte) 0x87, 0x41, 1, 'x', 0x44, 1, '/'};

    private static final byte[] POST = {
        (byte) 0x83, (byte) 0x87, 0x41, 1, 'x', 0x44, 7, '/', 'l', 'i', 'v', 'e', '/', 'x'
    };

    private static final Vertx VERTX = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    @TempDir static Path folder;
    private static HttpEdge edge;
    private static SSLContext trust;
    private static int port;

    @BeforeAll
    static void listen() throws Exception {
        LocalAuthority authority =
                new LocalAuthority(
                        folder.resolve("tls"),
                        () ->
                                new MachineNames(
                                        new TreeSet<>(List.of("localhost")), new TreeSet<>()),
                        InstantSource.system());
        edge =
                new HttpEdge(
                        request -> {
                            request.body()
                                    .onSuccess(body ->
                                            request.response().end(String.valueOf(body.length())));
                            return true;
                        },
                        TestingEdge.endpoints(
                                VERTX, TestingEdge.OPEN, new TestingDirectory(), Map.of()),
                        LIMIT_MS);
        port =
                edge.listenSecurely(VERTX, "127.0.0.1", 0, 1, authority.next().orElseThrow())
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get()
                        .port();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", authority.certificate().orElseThrow());
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        trust = SSLContext.getInstance("TLS");
        trust.init(null, factory.getTrustManagers(), null);
    }

    @AfterAll
    static void close() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get();
    }

    private static SSLSocket connect() throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        trust.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
        socket.getOutputStream().write(PREFACE);
        socket.getOutputStream().write(frame(SETTINGS, 0, 0, new byte[0]));
        return socket;
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(payload.length >> 16);
        out.write(payload.length >> 8);
        out.write(payload.length);
        out.write(type);
        out.write(flags);
        out.writeBytes(new byte[] {0, 0, 0, (byte) stream});
        out.writeBytes(payload);
        return out.toByteArray();
    }

    /** Sends a piece every few milliseconds until the server has enough; how long that took. */
    private static Duration trickle(SSLSocket socket, byte[] piece) {
        long start = System.nanoTime();
        try {
            OutputStream out = socket.getOutputStream();
            while (System.nanoTime() - start < PATIENCE.toNanos()) {
                out.write(piece);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        } catch (IOException e) {
            return Duration.ofNanos(System.nanoTime() - start);
        }
        throw new AssertionError("may go on for ever");
    }

    @Test
    void closesAConnectionWhoseFrameTricklesIn() throws IOException {
        long before = edge.slowRequests();
        try (SSLSocket socket = connect()) {
            byte[] head = frame(HEADERS, END_HEADERS, 1, new byte[16_000]);
            socket.getOutputStream().write(head, 0, 100);
            assertThat(trickle(socket, new byte[] {0}))
                    .isLessThan(Duration.ofMillis(10 * LIMIT_MS));
        }
        assertThat(edge.slowRequests()).isGreaterThan(before);
    }

    @Test
    void closesAConnectionWhoseHeadHasNoEnd() throws IOException {
        try (SSLSocket socket = connect()) {
            socket.getOutputStream().write(frame(HEADERS, 0, 1, GET));
            int continuation = 9;
            byte[] empty = frame(continuation, 0, 1, new byte[0]);
            assertThat(trickle(socket, empty)).isLessThan(Duration.ofMillis(10 * LIMIT_MS));
        }
    }

    @Test
    void letsAnUploadGoOnThatArrivesFrameByFrame() throws Exception {
        int frames = 40;
        byte[] data = frame(DATA, 0, 1, new byte[100]);
        try (SSLSocket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(frame(HEADERS, END_HEADERS, 1, POST));
            for (int i = 0; i < frames; i++) {
                // Half of a frame is always on its way.
                out.write(data, 0, 50);
                VERTX.timer(LIMIT_MS / 10, TimeUnit.MILLISECONDS)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get();
                out.write(data, 50, data.length - 50);
            }
            out.write(frame(DATA, END_STREAM, 1, new byte[0]));
            assertThat(readUntil(socket, String.valueOf(100 * frames))).isTrue();
        }
    }

    private static boolean readUntil(SSLSocket socket, String text) throws IOException {
        StringBuilder seen = new StringBuilder();
        byte[] bytes = new byte[4096];
        while (seen.indexOf(text) < 0) {
            int length = socket.getInputStream().read(bytes);
            if (length < 0) {
                return false;
            }
            seen.append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
        }
        return true;
    }
}
