package online.nexuscos.streamcore.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import online.nexuscos.platform.bus.Answer;
import online.nexuscos.platform.bus.BusOptions;
import online.nexuscos.platform.bus.Request;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.net.AddressPolicy;
import online.nexuscos.platform.secret.KeyFile;
import online.nexuscos.platform.service.Origin;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.service.ServiceInfo;
import online.nexuscos.platform.sql.TestingDatabase;
import online.nexuscos.streamcore.hub.Hub;
import online.nexuscos.streamcore.hub.HubOptions;
import online.nexuscos.streamcore.hub.LiveStream;
import online.nexuscos.streamcore.hub.LocalStreamRegistry;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.hub.TestingMedia;
import online.nexuscos.streamcore.hub.TestingPublisher;
import online.nexuscos.streamcore.restream.RestreamMetrics;
import online.nexuscos.streamcore.restream.Restreams;
import online.nexuscos.streamcore.restream.Target;
import online.nexuscos.streamcore.restream.TargetAddress;
import online.nexuscos.streamcore.restream.TestingTarget;
import online.nexuscos.streamcore.restream.TestingTarget.Manner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Targets as records, on the real database, bus and hub, with a server to go to. */
@Timeout(60)
class ChannelTargetsTest {
    private static final Principal ADA = creator("streams:own");
    private static final Principal BOB = creator("streams:own");
    private static final Principal ADMIN = creator("all");

    @TempDir private Path folder;

    private final TestingDatabase database = new TestingDatabase();
    private final EventLoopGroup loops = ((VertxInternal) database.vertx()).nettyEventLoopGroup();
    private final Channels channels =
            new Channels(database.database(), InstantSource.system(), () -> Set.of("demo"));
    private final Restreams restreams =
            Restreams.of(
                    database.vertx(),
                    host -> Future.succeededFuture(InetAddress.ofLiteral(host)),
                    AddressPolicy.PRIVATE,
                    (_, _, _) -> Future.succeededFuture(false),
                    () -> {
                        throw new AssertionError("no TLS here");
                    },
                    InstantSource.system(),
                    new RestreamMetrics(new PrometheusRegistry()));
    private final Hub hub =
            new Hub(
                    loops,
                    channels.keys(),
                    new LocalStreamRegistry(),
                    HubOptions.defaults(),
                    InstantSource.system(),
                    new Hub.Listener() {
                        @Override
                        public void created(LiveStream stream) {
                            restreams.started(stream);
                        }

                        @Override
                        public void removed(LiveStream stream) {}
                    });
    private final ServiceBus bus =
            new ServiceBus(
                    database.vertx(),
                    BusOptions.of("local", new byte[32], InstantSource.system()),
                    new PrometheusRegistry(),
                    Optional.of(database.database()));
    private Optional<ChannelTargets> targets = Optional.empty();

    private static Principal creator(String permission) {
        return new Principal(
                UUID.randomUUID().toString(), UUID.randomUUID().toString(), "", Set.of(permission));
    }

    @BeforeEach
    void start() throws Exception {
        // Its making would count as the first call's time.
        database.database().open().toCompletableFuture().join();
        KeyFile keys = KeyFile.open(folder.resolve("secrets.key"), new SecureRandom());
        ChannelTargets opened = new ChannelTargets(channels, database.database(), restreams, keys);
        targets = Optional.of(opened);
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
        call(ADA, "PUT", "/{name}", Map.of("name", "show"), new JsonObject(), 200);
    }

    @AfterEach
    void close() {
        targets.ifPresent(ChannelTargets::close);
        channels.close();
        hub.close().toCompletionStage().toCompletableFuture().join();
        bus.close().toCompletionStage().toCompletableFuture().join();
        database.close();
    }

    private JsonObject call(
            Principal who,
            String method,
            String path,
            Map<String, String> values,
            JsonObject body,
            int status) {
        var route =
                bus.declarations().getFirst().routes().stream()
                        .filter(each ->
                                each.method().equals(method)
                                        && each.path().equals("/api/streams" + path))
                        .findFirst()
                        .orElseThrow();
        Request.Head head =
                new Request.Head(route.id(), values, Map.of(), "", "r", "", "", Origin.INTERNAL);
        Answer answer =
                bus.send("streamcore", route, head, who, body.toBuffer())
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
        Buffer text = answer.body();
        assertThat(answer.status()).as(text.toString()).isEqualTo(status);
        return text.length() == 0 ? new JsonObject() : new JsonObject(text);
    }

    private JsonObject add(String url, String key, int status) {
        return call(
                ADA,
                "POST",
                "/{name}/targets",
                Map.of("name", "show"),
                JsonObject.of("label", "There", "url", url, "key", key),
                status);
    }

    private JsonObject change(JsonObject target, JsonObject body, int status) {
        return call(
                ADA,
                "PATCH",
                "/{name}/targets/{id}",
                Map.of("name", "show", "id", target.getString("id")),
                body,
                status);
    }

    private List<JsonObject> list(Principal who, String channel, int status) {
        JsonObject answer =
                call(
                        who,
                        "GET",
                        "/{name}/targets",
                        Map.of("name", channel),
                        new JsonObject(),
                        status);
        return status != 200
                ? List.of()
                : answer.getJsonArray("targets").stream().map(JsonObject.class::cast).toList();
    }

    @Test
    void areTheirOwnersAndKeepTheirKeysToThemselves() {
        JsonObject made = add("rtmps://live.example.org/hidden-app", "hidden-key", 201);
        assertThat(made.getString("place")).isEqualTo("rtmps://live.example.org");
        assertThat(made.getString("state")).isEqualTo("OFF");
        assertThat(list(ADA, "show", 200)).containsExactly(made);
        assertThat(made.encode()).doesNotContain("hidden");
        list(BOB, "show", 404);
        list(Principal.ANONYMOUS, "show", 401);
        byte[] sealed =
                database.database()
                        .query("SELECT sealed FROM streaming.target", row -> row.bytes("sealed"))
                        .getFirst();
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("hidden");
        JsonObject off = change(made, JsonObject.of("enabled", false, "label", "Here"), 200);
        assertThat(off.getBoolean("enabled")).isFalse();
        assertThat(off.getString("label")).isEqualTo("Here");
        change(made, JsonObject.of("url", "http://example.org/x"), 422);
        add("rtmp://host", "", 422);
        for (int i = 1; i < Restreams.MAX_TARGETS; i++) {
            add("rtmp://host/live", "key" + i, 201);
        }
        add("rtmp://host/live", "one-more", 409);
        Map<String, String> path = Map.of("name", "show", "id", made.getString("id"));
        call(BOB, "DELETE", "/{name}/targets/{id}", path, new JsonObject(), 404);
        call(ADA, "DELETE", "/{name}/targets/{id}", path, new JsonObject(), 204);
        call(ADA, "DELETE", "/{name}/targets/{id}", path, new JsonObject(), 404);
        assertThat(list(ADA, "show", 200)).hasSize(Restreams.MAX_TARGETS - 1);
    }

    @Test
    void thoseOfTheConfigurationAreShownToWhoRunsTheServer() {
        restreams.set(
                "demo",
                List.of(
                        new Target(
                                "there",
                                "there",
                                TargetAddress.parse("rtmp://host/live/hidden-key", ""),
                                Target.Author.OPERATOR,
                                Target.Mode.ON)));
        list(ADA, "demo", 404);
        assertThat(list(ADMIN, "demo", 200))
                .singleElement()
                .extracting(target -> target.getString("place"))
                .isEqualTo("rtmp://host");
        call(
                ADMIN,
                "POST",
                "/{name}/targets",
                Map.of("name", "demo"),
                JsonObject.of("label", "x", "url", "rtmp://host/live/key"),
                409);
    }

    @Test
    void aLiveStreamFollowsWhatItsOwnerChanges() throws Exception {
        try (TestingTarget there = new TestingTarget(Manner.TAKES)) {
            JsonObject target = add(there.url(), "", 201);
            JsonObject key =
                    call(
                            ADA,
                            "POST",
                            "/{name}/keys",
                            Map.of("name", "show"),
                            JsonObject.of("label", "studio"),
                            201);
            targets.ifPresent(all -> all.watch(hub));
            Publication publication =
                    hub.publish(key.getString("key"), new TestingPublisher())
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join();
            publication.begin(List.of(TestingMedia.VIDEO));
            publication.write(TestingMedia.video(1, 25, 1));
            there.await("publish secret-key");
            there.await("video 1701");
            assertThat(list(ADA, "show", 200).getFirst().getString("state")).isEqualTo("LIVE");
            change(target, JsonObject.of("enabled", false), 200);
            there.await("FCUnpublish");
            change(target, JsonObject.of("key", "another-key", "enabled", true), 200);
            there.await("publish another-key");
        }
    }
}
