package online.nexuscos.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A site that was made for nginx-rtmp, with FFmpeg publishing beside and before this server. */
class CallbackTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** What each server has of its own, by the nature of the field. */
    private static final String OWN = "own";

    private static final int NGINX_FLASH_VERSION = 31;
    private static final Set<String> QUESTIONS = Set.of("publish", "play");
    private static final String[] ARGUMENTS = {"?token=let-me-in&user=a%20b", "?token=wrong"};

    private final Site site = new Site();

    @AfterEach
    void close() {
        site.close();
    }

    /** Lets in who has the token, and notes what it is asked. */
    private static final class Site implements AutoCloseable {
        private final BlockingQueue<Map<String, String>> calls = new LinkedBlockingQueue<>();
        private final HttpServer server;

        Site() {
            try {
                server =
                        HttpServer.create(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::answer);
            server.start();
        }

        private void answer(HttpExchange exchange) throws IOException {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> fields = new LinkedHashMap<>();
            for (String field : body.split("&", -1)) {
                int equals = field.indexOf('=');
                fields.put(
                        field.substring(0, equals),
                        URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
            }
            fields.put("content-type", exchange.getRequestHeaders().getFirst("content-type"));
            calls.add(fields);
            boolean question = QUESTIONS.contains(String.valueOf(fields.get("call")));
            boolean known = "let-me-in".equals(fields.get("token"));
            boolean alias = question && "alias".equals(fields.get("name"));
            if (alias) {
                exchange.getResponseHeaders().set("location", "show");
            }
            exchange.sendResponseHeaders(question && !known ? 403 : alias ? 302 : 204, -1);
            exchange.close();
        }

        Map<String, String> next() throws InterruptedException {
            Map<String, String> call = calls.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(call).as("the site was not asked").isNotNull();
            return Optional.ofNullable(call).orElseThrow();
        }

        String address(String path) {
            return "http://127.0.0.1:" + server.getAddress().getPort() + path;
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static Map<String, String> comparable(Map<String, String> call) {
        Map<String, String> fields = new LinkedHashMap<>(call);
        fields.replace("clientid", OWN);
        fields.replace("tcurl", OWN);
        // nginx has no room for more of it.
        fields.computeIfPresent(
                "flashver",
                (_, text) -> text.substring(0, Math.min(text.length(), NGINX_FLASH_VERSION)));
        return fields;
    }

    @Test
    void asksWhatNginxAsks() throws Exception {
        String directives =
                """
                on_publish %s;
                on_publish_done %s;
                on_done %s;
                """
                        .formatted(
                                site.address("/publish"),
                                site.address("/publish_done"),
                                site.address("/done"));
        Map<String, String> environment =
                Map.of(
                        "NEXUS_CALLBACKS_ON_PUBLISH", site.address("/publish"),
                        "NEXUS_CALLBACKS_ON_PUBLISH_DONE", site.address("/publish_done"),
                        "NEXUS_CALLBACKS_ON_DONE", site.address("/done"));
        try (NginxRtmp nginx = NginxRtmp.start(NginxRtmp.folder(), directives);
                TestingServer server =
                        TestingServer.start(TestingServer.folder("callbacks"), environment)) {
            for (String arguments : ARGUMENTS) {
                Map<String, Map<String, String>> theirs = calls(nginx.rtmp("show" + arguments));
                Map<String, Map<String, String>> ours = calls(server.rtmp("show" + arguments));
                assertThat(ours).as(arguments).isEqualTo(theirs);
                assertThat(ours.values().stream().map(fields -> List.copyOf(fields.keySet())))
                        .as("in the order of nginx")
                        .containsExactlyElementsOf(
                                theirs.values().stream()
                                        .map(fields -> List.copyOf(fields.keySet()))
                                        .toList());
            }
            assertThat(server.errors()).isEmpty();
            assertThat(server.leaks()).isEmpty();
        }
    }

    /** All that the site is asked about one publisher, up to its refusal or its end. */
    private Map<String, Map<String, String>> calls(String url) throws InterruptedException {
        Map<String, Map<String, String>> calls = new TreeMap<>();
        try (TestingProcess publisher = Ffmpeg.bundled().publish(Clip.PLAIN.file(), url)) {
            Map<String, String> first = comparable(site.next());
            calls.put("publish", first);
            if (!"let-me-in".equals(first.get("token"))) {
                assertThat(publisher.exitCode(PATIENCE)).as(publisher.text()).isNotZero();
                return calls;
            }
        }
        for (int i = 0; i < 2; i++) {
            Map<String, String> call = comparable(site.next());
            calls.put(String.valueOf(call.get("call")), call);
        }
        return calls;
    }

    private TestingServer askingAboutPlayers() {
        return TestingServer.start(
                TestingServer.folder("callbacks"),
                Map.of(
                        "NEXUS_INGEST_OPEN", "true",
                        "NEXUS_CALLBACKS_ON_PLAY", site.address("/play"),
                        "NEXUS_CALLBACKS_ON_PLAY_DONE", site.address("/play_done")));
    }

    @Test
    void asksAboutPlayersWhatNginxAsks() throws Exception {
        String directives =
                "on_play %s; on_play_done %s;"
                        .formatted(site.address("/play"), site.address("/play_done"));
        try (NginxRtmp nginx = NginxRtmp.start(NginxRtmp.folder(), directives);
                TestingServer server = askingAboutPlayers();
                TestingProcess _ = Ffmpeg.bundled().publish(Clip.PLAIN.file(), nginx.rtmp("show"));
                TestingProcess _ =
                        Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp("show"))) {
            server.awaitLive("show", "index.m3u8");
            for (String arguments : ARGUMENTS) {
                List<Map<String, String>> theirs = played(nginx.rtmp("show" + arguments));
                List<Map<String, String>> ours = played(server.rtmp("show" + arguments));
                assertThat(ours).as(arguments).isEqualTo(theirs);
                assertThat(ours.stream().map(fields -> List.copyOf(fields.keySet())))
                        .as("in the order of nginx")
                        .containsExactlyElementsOf(
                                theirs.stream()
                                        .map(fields -> List.copyOf(fields.keySet()))
                                        .toList());
            }
            assertThat(server.errors()).isEmpty();
            assertThat(server.leaks()).isEmpty();
        }
    }

    /** Plays a second with FFmpeg, or is refused. */
    private List<Map<String, String>> played(String url) throws InterruptedException {
        Ffmpeg.Outcome outcome = Ffmpeg.bundled().decode(url, 1);
        Map<String, String> first = comparable(site.next());
        if (!"let-me-in".equals(first.get("token"))) {
            assertThat(outcome.exitCode()).as(outcome.text()).isNotZero();
            return List.of(first);
        }
        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        return List.of(first, comparable(site.next()));
    }

    @Test
    void players_of_every_form_are_asked_about_once() throws Exception {
        try (TestingServer server = askingAboutPlayers();
                TestingProcess _ =
                        Ffmpeg.bundled().publish(Clip.PLAIN.file(), server.rtmp("show"))) {
            server.awaitLive("show", "index.m3u8");
            for (String name : List.of("show.flv", "show.ts", "alias.flv")) {
                String path = "/live/" + name + "?token=";
                assertThat(server.status(path + "wrong")).isEqualTo(403);
                assertThat(site.next())
                        .containsEntry("call", "play")
                        .containsEntry("token", "wrong");
                List<Map<String, String>> calls = played(server.http(path + "let-me-in"));
                assertThat(calls.getFirst())
                        .containsEntry("call", "play")
                        .containsEntry("name", name.substring(0, name.indexOf('.')))
                        .containsEntry("addr", "127.0.0.1")
                        .hasEntrySatisfying("flashver", text -> assertThat(text).contains("Lavf"));
                assertThat(calls.getLast()).containsEntry("call", "play_done");
            }
            try (TestingProcess refused = rtmpdump(server.rtmp("show?token=wrong"))) {
                assertThat(refused.exitCode(PATIENCE)).as(refused.text()).isNotZero();
                assertThat(site.next()).containsEntry("call", "play");
            }
            try (TestingProcess player = rtmpdump(server.rtmp("alias?token=let-me-in"))) {
                assertThat(site.next())
                        .containsEntry("call", "play")
                        .containsEntry("name", "alias");
                Await.until(
                        "the player is there",
                        PATIENCE,
                        () ->
                                new String(
                                                server.get("/api/streams/show").body(),
                                                StandardCharsets.UTF_8)
                                        .contains("\"viewers\":1"),
                        player::text);
            }
            assertThat(site.next()).containsEntry("call", "play_done");
            assertThat(site.calls).isEmpty();
            assertThat(server.errors()).isEmpty();
            assertThat(server.leaks()).isEmpty();
        }
    }

    private static TestingProcess rtmpdump(String url) {
        return TestingProcess.start(
                "rtmpdump",
                new ProcessBuilder("rtmpdump", "-q", "-r", url, "--live", "-o", "/dev/null"));
    }

    @Test
    void watchesWhatTheSiteLetsIn() throws Exception {
        Map<String, String> environment =
                Map.of("NEXUS_CALLBACKS_ON_PUBLISH", site.address("/publish"));
        try (TestingServer server =
                        TestingServer.start(TestingServer.folder("callbacks"), environment);
                TestingProcess _ =
                        Ffmpeg.bundled()
                                .publish(Clip.PLAIN.file(), server.rtmp("show?token=let-me-in"))) {
            server.awaitLive("show", "index.m3u8");
            assertThat(server.process().text()).doesNotContain("let-me-in");
            site.close();
            try (TestingProcess refused =
                    Ffmpeg.bundled()
                            .publish(Clip.PLAIN.file(), server.rtmp("other?token=let-me-in"))) {
                assertThat(refused.exitCode(PATIENCE)).as(refused.text()).isNotZero();
            }
        }
    }
}
