package online.nexuscos.streamcore.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import online.nexuscos.platform.bus.Answer;
import online.nexuscos.platform.bus.BusOptions;
import online.nexuscos.platform.bus.Request;
import online.nexuscos.platform.bus.RouteDeclaration;
import online.nexuscos.platform.bus.ServiceBus;
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
import online.nexuscos.streamcore.hub.Publisher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Channels as records, on the real database, bus and hub. */
class ChannelsTest {
    private static final Principal ADA = creator();
    private static final Principal BOB = creator();

    private final TestingDatabase database = new TestingDatabase();
    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final Channels channels =
            new Channels(database.database(), InstantSource.system(), () -> Set.of("demo"));
    private final Hub hub =
            new Hub(
                    loop,
                    channels.keys(),
                    new LocalStreamRegistry(),
                    HubOptions.defaults(),
                    InstantSource.system(),
                    new Hub.Listener() {
                        @Override
                        public void created(LiveStream stream) {}

                        @Override
                        public void removed(LiveStream stream) {}
                    });
    private final ServiceBus bus =
            new ServiceBus(
                    database.vertx(),
                    BusOptions.of("local", new byte[32], InstantSource.system()),
                    new PrometheusRegistry(),
                    Optional.of(database.database()));

    private static Principal creator() {
        return new Principal(
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                "",
                Set.of("streams:own"));
    }

    @BeforeEach
    void start() {
        Service service =
                new Service() {
                    @Override
                    public ServiceInfo info() {
                        return ServiceInfo.named("streamcore");
                    }

                    @Override
                    public void routes(Routes routes) {
                        channels.declare(routes);
                    }
                };
        bus.add(service).toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void close() {
        channels.close();
        bus.close().toCompletionStage().toCompletableFuture().join();
        database.close();
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private record Said(int status, JsonObject body) {}

    private Said call(Principal principal, String method, String path, JsonObject body) {
        for (RouteDeclaration<?, ?> route : bus.declarations().getFirst().routes()) {
            Matcher matcher =
                    Pattern.compile(route.path().replaceAll("\\{[^}]*}", "([^/]+)"))
                            .matcher("/api/streams" + path);
            if (route.method().equals(method) && matcher.matches()) {
                Map<String, String> values = new HashMap<>();
                for (String name : route.pathNames()) {
                    values.put(name, matcher.group(values.size() + 1));
                }
                Request.Head head =
                        new Request.Head(
                                route.id(), values, Map.of(), "", "r", "", "", Origin.INTERNAL);
                Answer answer =
                        bus.send("streamcore", route, head, principal, body.toBuffer())
                                .toCompletionStage()
                                .toCompletableFuture()
                                .join();
                Buffer text = answer.body();
                return new Said(
                        answer.status(),
                        text.length() == 0 ? new JsonObject() : new JsonObject(text));
            }
        }
        throw new AssertionError("no route " + method + " " + path);
    }

    private Said get(Principal principal, String path) {
        return call(principal, "GET", path, new JsonObject());
    }

    private JsonObject open(String name, String playback) {
        Said said = call(ADA, "PUT", "/" + name, JsonObject.of("playback", playback));
        assertThat(said.status()).as(said.body().encode()).isEqualTo(200);
        return said.body();
    }

    private JsonObject key(String name) {
        Said said = call(ADA, "POST", "/" + name + "/keys", JsonObject.of("label", "studio"));
        assertThat(said.status()).as(said.body().encode()).isEqualTo(201);
        return said.body();
    }

    private Publication publish(String key, Publisher publisher) {
        return hub.publish(key, publisher).toCompletionStage().toCompletableFuture().join();
    }

    /** Whoever publishes, and hears why it is over. */
    private static final class Broadcaster implements Publisher {
        private final BlockingQueue<String> closed = new LinkedBlockingQueue<>();

        @Override
        public String protocol() {
            return "testing";
        }

        @Override
        public String address() {
            return "127.0.0.1:1";
        }

        @Override
        public String agent() {
            return "";
        }

        @Override
        public boolean isLoopback() {
            return false;
        }

        @Override
        public void close(String reason) {
            closed.add(reason);
        }
    }

    @Test
    void aKeyIsShownOnceOpensItsChannelAndIsCutOffWhenRevoked() throws InterruptedException {
        open("show", "PUBLIC");
        JsonObject key = key("show");
        assertThat(get(ADA, "/show/keys").body().encode())
                .doesNotContain(key.getString("key"))
                .contains(key.getString("prefix"));
        channels.watch(hub);
        Broadcaster broadcaster = new Broadcaster();
        assertThat(publish(key.getString("key"), broadcaster).name()).isEqualTo("show");
        String path = "/show/keys/" + key.getString("id");
        assertThat(call(ADA, "DELETE", path, new JsonObject()).status()).isEqualTo(204);
        assertThat(broadcaster.closed.poll(1, TimeUnit.SECONDS))
                .isEqualTo("the stream key was revoked");
        assertThat(
                        hub.publish(key.getString("key"), new Broadcaster())
                                .toCompletionStage()
                                .toCompletableFuture())
                .failsWithin(java.time.Duration.ofSeconds(5));
        assertThat(hub.keysInUse()).isEmpty();
    }

    @Test
    void anotherNodeRevokesWithinASecond() throws InterruptedException {
        open("show", "PUBLIC");
        channels.watch(hub);
        Broadcaster broadcaster = new Broadcaster();
        publish(key("show").getString("key"), broadcaster);
        database.database().execute("UPDATE streaming.stream_key SET revoked_at = now()");
        assertThat(broadcaster.closed.poll(5, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void onlyTheRevokedOneOfTwoKeysIsCutOff() {
        open("show", "PUBLIC");
        JsonObject old = key("show");
        JsonObject next = key("show");
        channels.watch(hub);
        Broadcaster broadcaster = new Broadcaster();
        publish(next.getString("key"), broadcaster);
        String path = "/show/keys/" + old.getString("id");
        assertThat(call(ADA, "DELETE", path, new JsonObject()).status()).isEqualTo(204);
        assertThat(broadcaster.closed).isEmpty();
        assertThat(hub.keysInUse()).containsExactly(next.getString("key"));
    }

    @Test
    void anothersChannelIsNotThere() {
        open("show", "PUBLIC");
        JsonObject key = key("show");
        assertThat(get(BOB, "/show/keys").status()).isEqualTo(404);
        String path = "/show/keys/" + key.getString("id");
        assertThat(call(BOB, "DELETE", path, new JsonObject()).status()).isEqualTo(404);
        assertThat(call(BOB, "DELETE", "/show", new JsonObject()).status()).isEqualTo(404);
        assertThat(call(BOB, "PUT", "/show", new JsonObject()).status()).isEqualTo(409);
        assertThat(get(BOB, "/channels").body().getJsonArray("channels")).isEmpty();
        assertThat(get(ADA, "/channels").body().getJsonArray("channels")).hasSize(1);
        assertThat(get(Principal.ANONYMOUS, "/channels").status()).isEqualTo(401);
    }

    @Test
    void channelsOfTheConfigurationAreReadOnly() {
        assertThat(call(ADA, "PUT", "/demo", new JsonObject()).status()).isEqualTo(409);
        assertThat(call(ADA, "POST", "/demo/keys", JsonObject.of("label", "x")).status())
                .isEqualTo(409);
        assertThat(get(Principal.ANONYMOUS, "/demo/playback").body().getString("path"))
                .isEqualTo("/live/demo/index.m3u8");
    }

    @ParameterizedTest
    @CsvSource({
        "/channels, The server uses the name “channels” itself. Choose another.",
        "/events,   The server uses the name “events” itself. Choose another.",
        "/no name,  'A name has 1 to 64 letters, digits, - and _.'"
    })
    void aNameThatNoChannelCanHaveIsRefusedWithAReason(String path, String reason) {
        Said said = call(ADA, "PUT", path, new JsonObject());
        assertThat(said.status()).isEqualTo(422);
        assertThat(said.body().getString("field")).isEqualTo("name");
        assertThat(said.body().getString("detail")).isEqualTo(reason);
        assertThat(get(ADA, "/channels").body().getJsonArray("channels")).isEmpty();
    }

    @Test
    void whoMayWatchFollowsTheChannel() {
        open("show", "SIGNED");
        publish(key("show").getString("key"), new Broadcaster());
        assertThat(channels.viewing().admits("show", "")).isFalse();
        assertThat(channels.viewing().admits("another", "")).isTrue();
        assertThat(get(BOB, "/show/playback").status()).isEqualTo(404);
        Said signed = call(ADA, "POST", "/show/passes", JsonObject.of("hours", 1));
        String pass = signed.body().getString("path").split("[~/]", -1)[3];
        assertThat(channels.viewing().admits("show", pass)).isTrue();
        assertThat(channels.viewing().admits("show", pass + "x")).isFalse();
        assertThat(channels.viewing().admits("show", "." + pass)).isFalse();
        channels.watch(hub);
        call(ADA, "PUT", "/show", JsonObject.of("newSecret", true));
        call(ADA, "DELETE", "/show/keys/" + UUID.randomUUID(), new JsonObject());
        publishedRuleChanges(pass);
    }

    /** Looks as the watch does, without waiting for it. */
    private void publishedRuleChanges(String pass) {
        ((ChannelKeys) channels.keys())
                .look(
                        new ChannelKeys.Publishers() {
                            @Override
                            public Set<String> keysInUse() {
                                return hub.keysInUse();
                            }

                            @Override
                            public void cut(String key, String reason) {
                                throw new AssertionError(reason);
                            }
                        });
        assertThat(channels.viewing().admits("show", pass)).isFalse();
    }

    @Test
    void byPermissionViewersGetASignedPath() {
        open("club", "PERMISSION");
        publish(key("club").getString("key"), new Broadcaster());
        assertThat(get(Principal.ANONYMOUS, "/club/playback").status()).isEqualTo(401);
        String path = get(BOB, "/club/playback").body().getString("path");
        assertThat(channels.viewing().admits("club", path.split("[~/]", -1)[3])).isTrue();
        call(ADA, "PUT", "/club", JsonObject.of("permission", "club:members"));
        assertThat(get(BOB, "/club/playback").status()).isEqualTo(403);
        assertThat(get(ADA, "/club/playback").status()).isEqualTo(200);
    }

    /** Whoever loses the permission watches on for minutes, not for hours. */
    @Test
    void aPassByPermissionIsGoodForMinutesAndKeptByWhoeverHasIt() {
        open("club", "PERMISSION");
        publish(key("club").getString("key"), new Broadcaster());
        JsonObject granted = get(BOB, "/club/playback").body();
        assertThat(Instant.parse(granted.getString("until")))
                .isBefore(Instant.now().plus(Viewers.PASS).plusSeconds(1));
        assertThat(Viewers.PASS).isLessThanOrEqualTo(java.time.Duration.ofMinutes(2));
        String pass = granted.getString("path").split("[~/]", -1)[3];
        assertThat(granted.getString("page")).isEqualTo("/watch/club#pass=" + pass);
        assertThat(channels.admittance("club", true, Principal.ANONYMOUS, pass))
                .isInstanceOfSatisfying(
                        Admittance.Granted.class, kept -> assertThat(kept.pass()).isEqualTo(pass));
        assertThat(channels.admittance("club", true, BOB, ""))
                .isInstanceOf(Admittance.Granted.class);
        assertThat(channels.admittance("club", true, Principal.ANONYMOUS, pass + "x"))
                .isEqualTo(new Admittance.Refused(401, "Sign in to watch this channel."));
    }

    /** A stream that not everybody may see has a topic whose name its owner alone is told. */
    @Test
    void aHiddenStreamIsToldOfUnderANameThatItsOwnerKnows() {
        open("show", "PUBLIC");
        open("secret", "SIGNED");
        publish(key("show").getString("key"), new Broadcaster());
        publish(key("secret").getString("key"), new Broadcaster());
        assertThat(channels.hiddenLine("show")).isEmpty();
        String line = channels.hiddenLine("secret").orElseThrow();
        assertThat(line).matches("[A-Za-z0-9_-]{22}");
        JsonObject listed = get(ADA, "/channels").body().getJsonArray("channels").getJsonObject(0);
        assertThat(listed.getString("name")).isEqualTo("secret");
        assertThat(listed.getString("topic")).isEqualTo("streams.hidden." + line);
        JsonObject open = get(ADA, "/channels").body().getJsonArray("channels").getJsonObject(1);
        assertThat(open.containsKey("topic")).isFalse();
        assertThat(channels.viewing().admits("secret", line)).isFalse();
        assertThat(channels.viewing().admits("secret", "line." + line)).isFalse();
    }

    /** Told without a stream: the database knows of it. */
    @Test
    void aChannelThatIsOfflineIsThereForThoseWhoMayWatchIt() {
        open("show", "PUBLIC");
        open("secret", "SIGNED");
        assertThat(channels.admittance("show", false, Principal.ANONYMOUS, ""))
                .isEqualTo(
                        new Admittance.Open(Optional.of(new Admittance.Shown("show", "", true))));
        assertThat(channels.admittance("none", false, Principal.ANONYMOUS, ""))
                .isEqualTo(new Admittance.Open(Optional.empty()));
        assertThat(channels.admittance("secret", false, BOB, "")).isEqualTo(Viewers.MISSING);
        assertThat(channels.admittance("secret", false, ADA, ""))
                .isInstanceOf(Admittance.Granted.class);
    }

    /** The database may have one of that name from before; the configuration wins. */
    @Test
    void aChannelOfTheConfigurationIsNotHiddenByOneOfItsName() {
        open("other", "SIGNED");
        String key = key("other").getString("key");
        try (Channels later =
                new Channels(database.database(), InstantSource.system(), () -> Set.of("other"))) {
            assertThat(
                            later.keys()
                                    .streamOf(key, false)
                                    .toCompletionStage()
                                    .toCompletableFuture()
                                    .join())
                    .isEmpty();
            assertThat(later.viewing().admits("other", "")).isTrue();
        }
    }

    @Test
    void aPassEndsAtItsTimeAndIsForOneChannel() {
        Secret secret = Secret.random(new java.security.SecureRandom());
        Instant until = Instant.parse("2026-11-24T12:00:00Z");
        String pass = secret.pass("show", until);
        assertThat(secret.admits("show", pass, until.minusSeconds(1))).isTrue();
        assertThat(secret.admits("show", pass, until)).isFalse();
        assertThat(secret.admits("other", pass, until.minusSeconds(1))).isFalse();
        String later = Long.toString(until.getEpochSecond() + 1, 36);
        String forged = later + pass.substring(pass.indexOf('.'));
        assertThat(secret.admits("show", forged, until.minusSeconds(1))).isFalse();
        for (String junk : List.of("", ".", "a", "a.b.c", "\u0000.x", "x".repeat(100))) {
            assertThat(secret.admits("show", junk, until.minusSeconds(1))).as(junk).isFalse();
        }
    }
}
