package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** The configuration that we ship for nginx, in Debian's nginx, in front of the server. */
class NginxTest {
    private static final String KEY = "key-of-the-proxied-stream";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Path SHIPPED =
            Path.of("..", "conf", "nginx", "nexus-cos.conf").toAbsolutePath();

    /** nginx on free ports, with the shipped file changed in nothing but names and places. */
    private record Nginx(TestingProcess process, int port, Path certificate)
            implements AutoCloseable {
        static Nginx start(Path folder, int upstream) throws Exception {
            int plain = freePort();
            int secure = freePort();
            Path certificate = folder.resolve("certificate.pem");
            Path key = folder.resolve("key.pem");
            Certificates.make("localhost", certificate, key);
            String site =
                    Files.readString(SHIPPED)
                            .replace("listen 80;", "listen 127.0.0.1:" + plain + ";")
                            .replace("listen 443 ssl", "listen 127.0.0.1:" + secure + " ssl")
                            .replace("127.0.0.1:8080", "127.0.0.1:" + upstream)
                            .replace(
                                    "/etc/letsencrypt/live/nexuscos.online/fullchain.pem",
                                    certificate.toString())
                            .replace(
                                    "/etc/letsencrypt/live/nexuscos.online/privkey.pem",
                                    key.toString());
            Files.writeString(folder.resolve("site.conf"), site);
            Path main = folder.resolve("nginx.conf");
            Files.writeString(
                    main,
                    """
                    daemon off;
                    worker_processes 1;
                    pid %1$s/nginx.pid;
                    error_log stderr warn;
                    events { worker_connections 512; }
                    http {
                        access_log off;
                        client_body_temp_path %1$s/body;
                        proxy_temp_path %1$s/proxy;
                        fastcgi_temp_path %1$s/fastcgi;
                        uwsgi_temp_path %1$s/uwsgi;
                        scgi_temp_path %1$s/scgi;
                        include %1$s/site.conf;
                    }
                    """
                            .formatted(folder));
            run(List.of("/usr/sbin/nginx", "-t", "-e", "stderr", "-c", main.toString()));
            TestingProcess process =
                    TestingProcess.start(
                            "nginx",
                            new ProcessBuilder(
                                    "/usr/sbin/nginx", "-e", "stderr", "-c", main.toString()));
            return new Nginx(process, secure, certificate);
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            }
        }

        private static void run(List<String> command) {
            try (TestingProcess process =
                    TestingProcess.start(command.getFirst(), new ProcessBuilder(command))) {
                int code = process.exitCode(PATIENCE);
                assertThat(code).as(process.text()).isZero();
            }
        }

        HttpClient client() throws Exception {
            SSLContext context = Certificates.trusting(certificate);
            return HttpClient.newBuilder().sslContext(context).build();
        }

        HttpResponse<String> get(HttpClient client, String path) throws Exception {
            return client.send(
                    HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                            .timeout(PATIENCE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        @Override
        public void close() {
            process.close();
        }
    }

    @Test
    void passes_pages_and_low_latency_hls() throws Exception {
        Map<String, String> environment =
                Map.of(
                        "NEXUS_CHANNELS",
                        "{proxied: {key: " + KEY + "}}",
                        "NEXUS_HTTPS_ENABLED",
                        "false",
                        "NEXUS_EDGE_TRUSTED_PROXIES",
                        "127.0.0.1",
                        "NEXUS_EDGE_ACCESS_LOG",
                        "json");
        try (TestingServer server =
                        TestingServer.start(TestingServer.folder("proxied"), environment);
                Nginx nginx = Nginx.start(TestingServer.folder("nginx"), server.httpPort());
                HttpClient client = nginx.client();
                TestingProcess publisher =
                        Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp(KEY))) {
            server.awaitSegments("proxied", "video.m3u8", 1);
            HttpResponse<String> page = nginx.get(client, "/");
            assertThat(page.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("<nexus-front>");
            String id = page.headers().firstValue("x-request-id").orElseThrow();
            assertBlockingReload(nginx, client);
            assertThat(publisher.isRunning()).isTrue();
            Await.until(
                    "the line of the access log",
                    PATIENCE,
                    () -> server.process().text().contains("\"requestId\":\"" + id + '"'));
            assertThat(nginx.get(client, "/metrics").statusCode()).isEqualTo(200);
        }
    }

    /** Ten parts of 200 ms, each waited for: they come one by one and on time. */
    private static void assertBlockingReload(Nginx nginx, HttpClient client) throws Exception {
        LivePlaylist playlist =
                LivePlaylist.parse(nginx.get(client, "/live/proxied/video.m3u8").body());
        long start = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            String hint = playlist.hint().orElseThrow();
            String[] next = hint.replaceAll(".*-(\\d+)\\.(\\d+)\\.m4s", "$1 $2").split(" ", 2);
            CompletableFuture<HttpResponse<byte[]>> part =
                    client.sendAsync(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "https://localhost:"
                                                            + nginx.port()
                                                            + "/live/proxied/"
                                                            + hint))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            HttpResponse<String> answer =
                    nginx.get(
                            client,
                            "/live/proxied/video.m3u8?_HLS_msn="
                                    + next[0]
                                    + "&_HLS_part="
                                    + next[1]);
            assertThat(answer.statusCode()).isEqualTo(200);
            playlist = LivePlaylist.parse(answer.body());
            assertThat(part.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
    }

    @Test
    void passes_websockets() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (TestingServer server =
                        TestingServer.start(
                                TestingServer.folder("proxied"),
                                Map.of("NEXUS_EDGE_TRUSTED_PROXIES", "127.0.0.1"));
                Nginx nginx = Nginx.start(TestingServer.folder("nginx"), server.httpPort())) {
            BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            Await.until("a WebSocket through nginx", PATIENCE, () -> connect(vertx, nginx, heard));
            assertThat(heard.poll(20, TimeUnit.SECONDS)).contains("\"type\":\"welcome\"");
            assertThat(heard.poll(20, TimeUnit.SECONDS))
                    .contains("\"type\":\"snapshot\"")
                    .contains("\"topic\":\"streams\"");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    private static boolean connect(Vertx vertx, Nginx nginx, BlockingQueue<String> heard)
            throws Exception {
        WebSocketClientOptions trusting =
                new WebSocketClientOptions()
                        .setTrustOptions(
                                new io.vertx.core.net.PemTrustOptions()
                                        .addCertPath(nginx.certificate().toString()));
        vertx.createWebSocketClient(trusting)
                .connect(
                        new WebSocketConnectOptions()
                                .setSsl(true)
                                .setHost("localhost")
                                .setPort(nginx.port())
                                .setURI("/ws"))
                .compose(socket -> {
                    socket.textMessageHandler(heard::add);
                    return socket.writeTextMessage("{\"type\":\"join\",\"topic\":\"streams\"}");
                })
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        return true;
    }
}
