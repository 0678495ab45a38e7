package online.nexuscos.streamcore.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import online.nexuscos.platform.bus.Answer;
import online.nexuscos.platform.bus.BusOptions;
import online.nexuscos.platform.bus.Request;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.secret.KeyFile;
import online.nexuscos.platform.service.Origin;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.service.ServiceInfo;
import online.nexuscos.platform.sql.TestingDatabase;
import online.nexuscos.streamcore.hls.Viewing;
import online.nexuscos.streamcore.pull.PullOptions;
import online.nexuscos.streamcore.pull.PullSettings.When;
import online.nexuscos.streamcore.pull.Pulls;
import online.nexuscos.streamcore.pull.SourceReader;
import online.nexuscos.streamcore.pull.SourceRequest;
import online.nexuscos.streamcore.pull.SourceRequest.Reach;
import online.nexuscos.streamcore.pull.SourceSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sources and passphrases as records, on the real database and bus. */
@Timeout(90)
class ChannelIngestTest {
    private static final Principal ADA = creator();
    private static final Principal BOB = creator();
    private static final String SOURCE = "rtsp://user:hidden@camera.example.org/front?token=hidden";

    @TempDir private Path folder;

    private final TestingDatabase database = new TestingDatabase();
    private final EventLoopGroup loops = ((VertxInternal) database.vertx()).nettyEventLoopGroup();
    private final Channels channels =
            new Channels(database.database(), InstantSource.system(), () -> Set.of("demo"));
    private final ServiceBus bus =
            new ServiceBus(
                    database.vertx(),
                    BusOptions.of("local", new byte[32], InstantSource.system()),
                    new PrometheusRegistry(),
                    Optional.of(database.database()));
    private final TestingReader reader = new TestingReader();
    private final Pulls pulls =
            new Pulls(
                    loops,
                    reader,
                    (_, _) -> Future.failedFuture("nothing is published"),
                    _ -> 0,
                    PullOptions.defaults());
    private Optional<ChannelIngest> ingest = Optional.empty();
    private Optional<KeyFile> keys = Optional.empty();

    /** Says what it is asked to read, and reads nothing. */
    private static final class TestingReader implements SourceReader {
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        @Override
        public Reading read(SourceRequest request, EventLoop loop, SourceSink sink) {
            String url = request.address().url();
            heard.add("read " + url + " " + request.reach());
            return () -> heard.add("closed " + url);
        }

        String next() throws InterruptedException {
            return String.valueOf(heard.poll(20, TimeUnit.SECONDS));
        }
    }

    private static Principal creator() {
        return new Principal(
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                "",
                Set.of("streams:own"));
    }

    @BeforeEach
    void start() throws Exception {
        // Its making would count as the first call's time.
        database.database().open().toCompletableFuture().join();
        KeyFile file = KeyFile.open(folder.resolve("secrets.key"), new SecureRandom());
        ChannelIngest opened = new ChannelIngest(channels, database.database(), file);
        ingest = Optional.of(opened);
        keys = Optional.of(file);
        Service service =
                new Service() {
                    @Override
                    public ServiceInfo info() {
                        return ServiceInfo.named("streamcore");
                    }

                    @Override
                    public void routes(Routes routes) {
                        channels.declare(routes);
                        opened.declare(routes);
                    }
                };
        bus.add(service).toCompletionStage().toCompletableFuture().join();
        call(ADA, "PUT", "/{name}", "show", new JsonObject(), 200);
    }

    @AfterEach
    void close() {
        ingest.ifPresent(ChannelIngest::close);
        pulls.close();
        channels.close();
        bus.close().toCompletionStage().toCompletableFuture().join();
        database.close();
    }

    private JsonObject call(
            Principal who, String method, String path, String name, JsonObject body, int status) {
        var route =
                bus.declarations().getFirst().routes().stream()
                        .filter(each ->
                                each.method().equals(method)
                                        && each.path().equals("/api/streams" + path))
                        .findFirst()
                        .orElseThrow();
        Request.Head head =
                new Request.Head(
                        route.id(),
                        Map.of("name", name),
                        Map.of(),
                        "",
                        "r",
                        "",
                        "",
                        Origin.INTERNAL);
        Answer answer =
                bus.send("streamcore", route, head, who, body.toBuffer())
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
        Buffer text = answer.body();
        assertThat(answer.status()).as(text.toString()).isEqualTo(status);
        return text.length() == 0 ? new JsonObject() : new JsonObject(text);
    }

    private JsonObject put(JsonObject body, int status) {
        return call(ADA, "PUT", "/{name}/ingest", "show", body, status);
    }

    private JsonObject get(Principal who, int status) {
        return call(who, "GET", "/{name}/ingest", "show", new JsonObject(), status);
    }

    @Test
    void is_its_owners_and_keeps_its_secrets_to_itself() {
        assertThat(get(ADA, 200)).isEqualTo(JsonObject.of("srtEncrypted", false));
        JsonObject told =
                put(JsonObject.of("source", SOURCE, "srtPassphrase", "hidden horse battery"), 200);
        assertThat(told.getBoolean("srtEncrypted")).isTrue();
        assertThat(told.getJsonObject("source"))
                .isEqualTo(
                        JsonObject.of(
                                "address", "rtsp://camera.example.org/front", "when", "ALWAYS"));
        assertThat(told.encode()).doesNotContain("hidden");
        assertThat(get(ADA, 200)).isEqualTo(told);
        get(BOB, 404);
        get(Principal.ANONYMOUS, 401);
        for (String column : List.of("source", "passphrase")) {
            byte[] sealed =
                    database.database()
                            .query(
                                    "SELECT " + column + " FROM streaming.ingest",
                                    row -> row.bytes(column))
                            .getFirst();
            assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("hidden");
        }
        // What is absent stays, what is empty ends.
        assertThat(
                        put(JsonObject.of("when", "WATCHED"), 200)
                                .getJsonObject("source")
                                .getString("when"))
                .isEqualTo("WATCHED");
        assertThat(put(JsonObject.of("source", "", "srtPassphrase", ""), 200))
                .isEqualTo(JsonObject.of("srtEncrypted", false));
    }

    @Test
    void refuses_what_cannot_be_used() {
        put(JsonObject.of("source", "file:///etc/passwd"), 422);
        put(JsonObject.of("source", "rtmp://"), 422);
        put(JsonObject.of("srtPassphrase", "short"), 422);
        put(JsonObject.of("srtPassphrase", "x".repeat(80)), 422);
        assertThat(get(ADA, 200)).isEqualTo(JsonObject.of("srtEncrypted", false));
        call(ADA, "PUT", "/{name}/ingest", "demo", JsonObject.of("source", SOURCE), 409);
        for (int i = 0; i < IngestTable.MAX_SOURCES; i++) {
            call(ADA, "PUT", "/{name}", "show" + i, new JsonObject(), 200);
            JsonObject source = JsonObject.of("source", SOURCE);
            call(ADA, "PUT", "/{name}/ingest", "show" + i, source, 200);
        }
        put(JsonObject.of("source", SOURCE), 409);
    }

    @Test
    void a_passphrase_is_known_by_the_channels_keys() {
        String key =
                call(ADA, "POST", "/{name}/keys", "show", JsonObject.of("label", "studio"), 201)
                        .getString("key");
        assertThat(passphrase(key)).isEmpty();
        put(JsonObject.of("srtPassphrase", "hidden horse battery"), 200);
        assertThat(passphrase(key)).contains("hidden horse battery");
        assertThat(passphrase("another key")).isEmpty();
    }

    private Optional<String> passphrase(String key) {
        try {
            return ingest.orElseThrow()
                    .passphrase(key)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_source_is_fetched_as_long_as_it_is_named() throws Exception {
        call(ADA, "PUT", "/{name}", "show", JsonObject.of("playback", "SIGNED"), 200);
        put(JsonObject.of("source", SOURCE), 200);
        ingest.orElseThrow().watch("one", pulls, Reach.PUBLIC);
        assertThat(reader.next()).isEqualTo("read " + SOURCE + " PUBLIC");
        assertThat(get(ADA, 200).getJsonObject("source").getString("state"))
                .isEqualTo("CONNECTING");
        // Who may watch is known before there is anything to see.
        Viewing viewing = channels.viewing();
        assertThat(viewing.admits("show", "")).isFalse();
        String other = "srt://camera.example.org:9000?passphrase=hidden-horse";
        put(JsonObject.of("source", other), 200);
        assertThat(List.of(reader.next(), reader.next()))
                .containsExactlyInAnyOrder("closed " + SOURCE, "read " + other + " PUBLIC");
        call(ADA, "DELETE", "/{name}", "show", new JsonObject(), 204);
        assertThat(reader.next()).isEqualTo("closed " + other);
        assertThat(pulls.status("show")).isEmpty();
    }

    @Test
    void one_node_fetches_a_source_and_another_takes_it_over() {
        put(JsonObject.of("source", SOURCE, "when", "WATCHED"), 200);
        IngestTable table = new IngestTable(database.database(), keys.orElseThrow());
        assertThat(table.claim("one"))
                .singleElement()
                .satisfies(fetched -> {
                    assertThat(fetched.channel().name()).isEqualTo("show");
                    assertThat(fetched.ingest().when()).isEqualTo(When.WATCHED);
                    assertThat(fetched.toString()).doesNotContain("hidden");
                });
        assertThat(table.claim("two")).isEmpty();
        assertThat(table.claim("one")).hasSize(1);
        table.leave("one");
        assertThat(table.claim("two")).hasSize(1);
        assertThat(table.claim("one")).isEmpty();
    }
}
