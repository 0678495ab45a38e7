package online.nexuscos.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import online.nexuscos.gateway.http.HttpEdge.Door;
import online.nexuscos.gateway.tls.CertificateFolder;
import online.nexuscos.gateway.tls.LocalAuthority;
import online.nexuscos.gateway.tls.MachineNames;
import online.nexuscos.platform.config.HttpsConfig.CertificateFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTPS as clients see it that trust the local authority, and those that do not. */
class SecureEdgeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Vertx VERTX = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    @TempDir static Path folder;
    private static LocalAuthority authority;
    private static HttpEdge edge;
    private static Door door;

    private static LocalAuthority authority(String name) {
        return new LocalAuthority(
                folder.resolve(name),
                () ->
                        new MachineNames(
                                new TreeSet<>(List.of("localhost")),
                                new TreeSet<>(List.of("127.0.0.1"))),
                InstantSource.system());
    }

    @BeforeAll
    static void listen() throws Exception {
        authority = authority("tls");
        HttpEndpoints endpoints =
                TestingEdge.endpoints(
                        VERTX,
                        TestingEdge.OPEN,
                        new HttpEndpoints.Apis(
                                new StreamsApi(new TestingDirectory(), Map.of()),
                                new HealthApi(VERTX, InstantSource.system(), List::of),
                                new TrustApi(SecureEdgeTest::trust)));
        edge = new HttpEdge(SecureEdgeTest::origin, endpoints);
        door = open(authority.next().orElseThrow());
    }

    private static Door open(PemKeyCertOptions certificate) throws Exception {
        return edge.listenSecurely(VERTX, "127.0.0.1", 0, 2, certificate)
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    private static Optional<LocalTrust> trust() {
        return authority
                .certificate()
                .map(certificate -> new LocalTrust(certificate, 8443, 8080, List.of("192.0.2.7")));
    }

    private static boolean origin(HttpServerRequest request) {
        request.response().end("media over " + request.version());
        return true;
    }

    @AfterAll
    static void close() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get();
    }

    private static HttpClient trusting(X509Certificate certificate, HttpClient.Version version)
            throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).version(version).build();
    }

    private static HttpResponse<byte[]> get(HttpClient client, int port, String path)
            throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                        .timeout(PATIENCE)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void servesPagesAndMedia(HttpClient.Version version) throws Exception {
        try (HttpClient client = trusting(authority.certificate().orElseThrow(), version)) {
            HttpResponse<byte[]> page = get(client, door.port(), "/");
            assertThat(page.version()).isEqualTo(version);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("x-request-id")).isPresent();
            HttpResponse<byte[]> media = get(client, door.port(), "/live/demo/index.m3u8");
            assertThat(text(media)).isEqualTo("media over " + version);
            HttpResponse<byte[]> refused =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create("https://localhost:" + door.port() + "/x"))
                                    .timeout(PATIENCE)
                                    .POST(HttpRequest.BodyPublishers.ofString("body"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            assertThat(refused.statusCode()).isEqualTo(405);
        }
    }

    @Test
    void isNotTrustedByWhoDoesNotKnowTheAuthority() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThatThrownBy(() -> get(client, door.port(), "/"))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void handsOutTheAuthority() throws Exception {
        X509Certificate certificate = authority.certificate().orElseThrow();
        try (HttpClient client = trusting(certificate, HttpClient.Version.HTTP_2)) {
            HttpResponse<byte[]> file = get(client, door.port(), "/trust/authority.crt");
            assertThat(file.body()).isEqualTo(certificate.getEncoded());
            assertThat(file.headers().firstValue("content-type"))
                    .contains("application/x-x509-ca-cert");
            assertThat(file.headers().firstValue("content-disposition"))
                    .contains("attachment; filename=\"nexus-cos-authority.crt\"");
            assertThat(text(get(client, door.port(), "/trust/authority.pem")))
                    .startsWith("-----BEGIN CERTIFICATE-----\n");
            JsonObject told =
                    new JsonObject(
                            text(get(client, door.port(), "/trust/authority.json")));
            assertThat(told.getString("name")).startsWith("Nexus COS on ");
            assertThat(told.getString("fingerprint")).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
            assertThat(told.getJsonArray("addresses")).containsExactly("192.0.2.7");
            assertThat(get(client, door.port(), "/trust").statusCode()).isEqualTo(200);
            for (String none : List.of("/trust/authority.key", "/trust/authority.pem.new")) {
                assertThat(get(client, door.port(), none).statusCode()).isEqualTo(404);
            }
        }
    }

    @Test
    void showsFilesAndReadsThemAgainWhenTheyChange() throws Exception {
        Path chain = folder.resolve("chain.pem");
        Path key = folder.resolve("key.pem");
        X509Certificate first = write("first", chain, key);
        CertificateFolder files = new CertificateFolder(new CertificateFiles(chain, key));
        Door other = open(files.next().orElseThrow());
        assertThat(files.next()).isEmpty();
        assertTrusted(first, other.port());
        X509Certificate second = write("second", chain, key);
        other.show(files.next().orElseThrow())
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        assertTrusted(second, other.port());
        try (HttpClient client = trusting(first, HttpClient.Version.HTTP_2)) {
            assertThatThrownBy(() -> get(client, other.port(), "/"))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    private static void assertTrusted(X509Certificate certificate, int port) throws Exception {
        // Several connections, so that each event loop's server is asked.
        for (int i = 0; i < 4; i++) {
            try (HttpClient client = trusting(certificate, HttpClient.Version.HTTP_2)) {
                assertThat(get(client, port, "/health").statusCode()).isEqualTo(200);
            }
        }
    }

    private static X509Certificate write(String name, Path chain, Path key) throws Exception {
        LocalAuthority issuer = authority(name);
        PemKeyCertOptions options = issuer.next().orElseThrow();
        Files.write(chain, options.getCertValues().getFirst().getBytes());
        Files.write(key, options.getKeyValues().getFirst().getBytes());
        return issuer.certificate().orElseThrow();
    }

    @Test
    void closesPlainTextOnTheSecurePort() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)).doesNotContain("HTTP/");
        } catch (java.net.SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }
}
