package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server as its users start it: a process of its own, on ports that were free. */
final class TestingServer implements AutoCloseable {
    static final Duration START = Duration.ofSeconds(60);

    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Pattern PUBLISH = Pattern.compile("publish +rtmp://[^:]+:(\\d+)/live");
    private static final Pattern WATCH = Pattern.compile("watch +http://[^:]+:(\\d+)/");

    /** What runs there, where that is not all. */
    private static final String ONLY = "NEXUS_SERVICES_ONLY";

    private static final String STREAMS = "streamcore";
    private static final Pattern PUBLISH_SECURELY =
            Pattern.compile("publish +rtmps://[^:]+:(\\d+)/live");
    private static final Pattern SRT = Pattern.compile("publish +srt://[^:]+:(\\d+)\\?");
    private static final Pattern SECURE = Pattern.compile("secure +https://[^:]+:(\\d+)/");

    private final TestingProcess process;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private int rtmpPort;
    private int httpPort;

    private TestingServer(TestingProcess process) {
        this.process = process;
    }

    /** Anybody may publish under any name. */
    static TestingServer open(Path folder) {
        return start(folder, Map.of("NEXUS_INGEST_OPEN", "true"));
    }

    /**
     * @param folder for its data
     * @param environment above what binds it to loopback and to free ports
     */
    static TestingServer start(Path folder, Map<String, String> environment) {
        TestingServer server = new TestingServer(launch(folder, environment));
        try {
            if (environment.getOrDefault(ONLY, STREAMS).contains(STREAMS)) {
                server.rtmpPort = server.port(PUBLISH);
            }
            server.httpPort = server.port(WATCH);
            return server;
        } catch (AssertionError e) {
            server.close();
            throw e;
        }
    }

    /** Starts the program and waits for nothing. */
    static TestingProcess launch(Path folder, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Xmx256m");
        command.add("-Dio.netty.leakDetection.level=paranoid");
        command.add("-Dio.netty.leakDetection.targetRecords=8");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("online.nexuscos.gateway.Main");
        command.add("run");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> all = new TreeMap<>();
        all.put("NEXUS_HTTP_HOST", "127.0.0.1");
        all.put("NEXUS_HTTP_PORT", "0");
        all.put("NEXUS_HTTPS_PORT", "0");
        all.put("NEXUS_RTMP_HOST", "127.0.0.1");
        all.put("NEXUS_RTMP_PORT", "0");
        all.put("NEXUS_RTMP_SECURE_PORT", "0");
        all.put("NEXUS_SRT_HOST", "127.0.0.1");
        all.put("NEXUS_SRT_PORT", "0");
        // Those who want accounts say so: each start would start a database.
        all.put("NEXUS_ACCOUNTS_ENABLED", "false");
        all.put("NEXUS_DATA_DIR", folder.toString());
        all.putAll(environment);
        builder.environment().putAll(all);
        return TestingProcess.start("server", builder);
    }

    private int port(Pattern line) {
        return Await.value(
                "a line like " + line,
                START,
                () -> {
                    Optional<String> port = find(line);
                    if (port.isEmpty() && !process.isRunning()) {
                        throw new AssertionError("the server ended: " + process.text());
                    }
                    return port.map(Integer::parseInt);
                });
    }

    private Optional<String> find(Pattern pattern) {
        return process.lines().stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .findFirst();
    }

    TestingProcess process() {
        return process;
    }

    int rtmpPort() {
        return rtmpPort;
    }

    int httpPort() {
        return httpPort;
    }

    /** It opens later than the others: waits for it. */
    int httpsPort() {
        return port(SECURE);
    }

    /** Where to publish with that stream key inside TLS; waits for the port, which opens late. */
    String rtmps(String key) {
        return "rtmps://127.0.0.1:" + port(PUBLISH_SECURELY) + "/live/" + key;
    }

    /** Where to publish over SRT with that stream id. */
    String srt(String streamId) {
        return "srt://127.0.0.1:" + srtPort() + "?streamid=" + streamId;
    }

    int srtPort() {
        return port(SRT);
    }

    /** Where to publish with that stream key. */
    String rtmp(String key) {
        return "rtmp://127.0.0.1:" + rtmpPort + "/live/" + key;
    }

    /** The address of a path that begins with a slash. */
    String http(String path) {
        return "http://127.0.0.1:" + httpPort + path;
    }

    HttpResponse<byte[]> get(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(http(path))).timeout(ANSWER);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(path, e);
        }
    }

    int status(String path) {
        return get(path).statusCode();
    }

    /** The playlist; anything but 200 fails. */
    LivePlaylist playlist(String stream, String fileAndQuery) {
        HttpResponse<byte[]> answer = get("/live/" + stream + "/" + fileAndQuery);
        String body = new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(answer.statusCode()).as(fileAndQuery + ": " + body).isEqualTo(200);
        return LivePlaylist.parse(body);
    }

    /** Waits for the first part of the stream. */
    LivePlaylist awaitLive(String stream, String file) {
        return Await.value(
                stream + "/" + file,
                START,
                () ->
                        status("/live/" + stream + "/" + file) == 200
                                ? Optional.of(playlist(stream, file))
                                : Optional.empty());
    }

    /** Waits until that many segments are whole. */
    LivePlaylist awaitSegments(String stream, String file, int count) {
        awaitLive(stream, file);
        return Await.value(
                count + " segments of " + stream,
                START,
                () ->
                        Optional.of(playlist(stream, file))
                                .filter(list -> list.whole().size() >= count));
    }

    /** What Netty's leak detector has to say; empty is good. */
    List<String> leaks() {
        return process.lines().stream().filter(line -> line.contains("LEAK")).toList();
    }

    /** What went wrong in the server's own eyes. */
    List<String> errors() {
        return process.lines().stream()
                .filter(line -> line.contains(" ERROR ") || line.contains("Exception"))
                .toList();
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }

    /** A new folder below {@code target}. */
    static Path folder(String name) {
        try {
            Path base = Files.createDirectories(Path.of("target", "e2e"));
            return Files.createTempDirectory(base.toAbsolutePath(), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
