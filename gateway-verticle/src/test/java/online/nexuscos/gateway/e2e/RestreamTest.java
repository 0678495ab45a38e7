package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A channel that goes on to a second server like this one, over TLS, and to nginx. */
class RestreamTest {

    /** Gives a server TLS, with a certificate for localhost. */
    private record TlsProxy(Vertx vertx, int port, Path certificate) implements AutoCloseable {
        static TlsProxy before(int upstream, Path folder) throws Exception {
            Path certificate = folder.resolve("certificate.pem");
            Path key = folder.resolve("key.pem");
            Certificates.make("localhost", certificate, key);
            Vertx vertx = Vertx.vertx();
            var client = vertx.createNetClient();
            int port =
                    vertx.createNetServer(
                                    new NetServerOptions()
                                            .setSsl(true)
                                            .setKeyCertOptions(
                                                    new PemKeyCertOptions()
                                                            .addCertPath(certificate.toString())
                                                            .addKeyPath(key.toString())))
                            .connectHandler(socket -> {
                                socket.pause();
                                client.connect(upstream, "127.0.0.1")
                                        .onSuccess(server -> {
                                            server.pipeTo(socket);
                                            socket.pipeTo(server);
                                        });
                            })
                            .listen(0, "127.0.0.1")
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(20, TimeUnit.SECONDS)
                            .actualPort();
            return new TlsProxy(vertx, port, certificate);
        }

        @Override
        public void close() {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void arrivesAtEachTargetAsItWasSent() throws Exception {
        Map<String, String> there = Map.of("NEXUS_CHANNELS", "{there: {key: key-of-the-second}}");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        try (NginxRtmp nginx = NginxRtmp.start(NginxRtmp.folder(), "");
                TestingServer second =
                        TestingServer.start(TestingServer.folder("restream"), there);
                TlsProxy tls = TlsProxy.before(second.rtmpPort(), TestingServer.folder("tls"))) {
            String targets =
                    """
                    {here: {key: key-of-the-first, targets: {
                      second: {url: 'rtmps://localhost:%1$d/live', key: key-of-the-second},
                      nginx: {url: '%2$s'},
                      stranger: {url: 'rtmps://127.0.0.1:%1$d/live/any-other-key'},
                      itself: {url: 'rtmp://127.0.0.1:%3$d/live/key-of-the-first'},
                      nobody: {url: 'rtmp://127.0.0.1:9/live/any-other-key'}}}}
                    """
                            .formatted(tls.port(), nginx.rtmp("copied"), port);
            Map<String, String> here =
                    Map.of(
                            "NEXUS_CHANNELS", targets,
                            "NEXUS_RTMP_PORT", Integer.toString(port),
                            "NEXUS_OUTBOUND_AUTHORITIES", tls.certificate().toString());
            try (TestingServer first = TestingServer.start(TestingServer.folder("restream"), here);
                    TestingProcess publisher =
                            Ffmpeg.bundled()
                                    .publish(Clip.PLAIN.file(), first.rtmp("key-of-the-first"))) {
                second.awaitSegments("there", "video.m3u8", 1);
                assertThat(Ffmpeg.bundled().decode(second.http("/live/there/index.m3u8"), 1))
                        .isEqualTo(new Ffmpeg.Outcome(0, ""));
                assertThat(Ffmpeg.bundled().decode(nginx.rtmp("copied"), 2))
                        .isEqualTo(new Ffmpeg.Outcome(0, ""));
                assertThat(TargetState.await(first, "second", "live").getLong("drops")).isZero();
                assertThat(TargetState.await(first, "nginx", "live").getLong("bytes"))
                        .isGreaterThan(10_000);
                assertThat(TargetState.await(first, "nobody", "retrying").getString("reason"))
                        .isEqualTo("connection refused");
                assertThat(TargetState.await(first, "stranger", "retrying").getString("reason"))
                        .startsWith("the certificate is not accepted");
                assertThat(TargetState.await(first, "itself", "failed").getString("reason"))
                        .isEqualTo("this is the channel itself");
                assertThat(publisher.isRunning()).isTrue();
                // Its own key is printed at its start, as the second's is there.
                assertThat(first.process().text())
                        .contains("[here] to \"nginx\"")
                        .doesNotContain("key-of-the-second")
                        .doesNotContain("copied")
                        .doesNotContain("any-other-key");
                assertThat(
                                new String(
                                        first.get("/api/streams/here").body(),
                                        java.nio.charset.StandardCharsets.UTF_8))
                        .doesNotContain("key-of-the");
                assertThat(first.errors()).isEmpty();
                assertThat(first.leaks()).isEmpty();
                assertThat(second.leaks()).isEmpty();
            }
        }
    }
}
