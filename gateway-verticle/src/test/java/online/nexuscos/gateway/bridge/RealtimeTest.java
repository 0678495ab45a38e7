package online.nexuscos.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import online.nexuscos.gateway.http.Callers;
import online.nexuscos.platform.bus.BusOptions;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.realtime.Topic;
import online.nexuscos.platform.service.Permission;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.service.ServiceInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RealtimeTest {
    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient client = vertx.createWebSocketClient();
    private final Counters counters = new Counters();
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<JsonObject> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Short> closed = new LinkedBlockingQueue<>();
    private int port;
    private Realtime realtime =
            new Realtime(
                    vertx,
                    new ServiceBus(
                            Vertx.vertx(),
                            BusOptions.of("none", new byte[32], InstantSource.system()),
                            new PrometheusRegistry(),
                            Optional.empty()),
                    credentials -> Principal.ANONYMOUS,
                    new Callers(Set.of()),
                    InstantSource.system());

    record Count(int value) {}

    /** Counts, for everybody and for members alone. */
    private static final class Counters implements Service {
        final AtomicInteger value = new AtomicInteger();
        final Topic<Count, Count> open =
                Topic.of("counter", Count.class, Count.class, () -> new Count(value.get()));
        final Topic<Count, Count> closed =
                Topic.ofEach(
                        "members.{id}",
                        Count.class,
                        Count.class,
                        id -> id.equals("1") ? Optional.of(new Count(1)) : Optional.empty());

        @Override
        public ServiceInfo info() {
            return ServiceInfo.named("gamecore");
        }

        @Override
        public void routes(Routes routes) {
            routes.topic(Permission.PUBLIC, open);
            routes.topic(Permission.of("games:watch"), closed);
        }

        void count() {
            open.publish(new Count(value.incrementAndGet()));
        }
    }

    @BeforeEach
    void listen() throws Exception {
        ServiceBus bus =
                new ServiceBus(
                        vertx,
                        BusOptions.of("test", new byte[32], InstantSource.system()),
                        new PrometheusRegistry(),
                        Optional.empty());
        await(bus.add(counters));
        realtime =
                new Realtime(
                        vertx,
                        bus,
                        credentials ->
                                known.contains(credentials.cookie().orElse(""))
                                        ? new Principal("a", "o", "s", Set.of("games:watch"))
                                        : Principal.ANONYMOUS,
                        new Callers(Set.of()),
                        InstantSource.system());
        HttpServer server =
                await(
                        vertx.createHttpServer()
                                .requestHandler(realtime::accept)
                                .listen(0, "127.0.0.1"));
        port = server.actualPort();
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    private static <T> T await(io.vertx.core.Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private WebSocket connect(Map<String, String> headers) throws Exception {
        WebSocketConnectOptions options =
                new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI("/ws");
        headers.forEach(options::addHeader);
        WebSocket socket = await(client.connect(options));
        socket.textMessageHandler(text -> received.add(new JsonObject(text)));
        socket.closeHandler(end -> closed.add(socket.closeStatusCode()));
        return socket;
    }

    private JsonObject next(String type) throws Exception {
        JsonObject message = received.poll(20, TimeUnit.SECONDS);
        while (message != null && message.getString("type").equals("welcome")) {
            message = received.poll(20, TimeUnit.SECONDS);
        }
        assertThat(message).isNotNull();
        assertThat(message.getString("type")).as(message.encode()).isEqualTo(type);
        return message;
    }

    private static void say(WebSocket socket, String json) throws Exception {
        await(socket.writeTextMessage(json.replace('\'', '"')));
    }

    @Test
    void tellsASnapshotAndThenChanges() throws Exception {
        counters.count();
        WebSocket socket = connect(Map.of());
        say(socket, "{'type':'join','topic':'counter'}");
        JsonObject snapshot = next("snapshot");
        assertThat(snapshot.getJsonObject("data").getInteger("value")).isEqualTo(1);
        assertThat(snapshot.getInteger("number")).isEqualTo(1);
        counters.count();
        counters.count();
        assertThat(next("change").getInteger("number")).isEqualTo(2);
        JsonObject change = next("change");
        assertThat(change.getInteger("number")).isEqualTo(3);
        assertThat(change.getJsonObject("data").getInteger("value")).isEqualTo(3);
        say(socket, "{'type':'ping','at':12.5}");
        JsonObject pong = next("pong");
        assertThat(pong.getDouble("at")).isEqualTo(12.5);
        assertThat(pong.getLong("time")).isPositive();
    }

    @Test
    void resumesAfterALostLine() throws Exception {
        counters.count();
        WebSocket first = connect(Map.of());
        say(first, "{'type':'join','topic':'counter'}");
        JsonObject snapshot = next("snapshot");
        await(first.close());
        counters.count();
        counters.count();
        WebSocket second = connect(Map.of());
        say(
                second,
                "{'type':'join','topic':'counter','after':1,'epoch':'"
                        + snapshot.getString("epoch")
                        + "'}");
        next("resumed");
        assertThat(next("change").getInteger("number")).isEqualTo(2);
        assertThat(next("change").getInteger("number")).isEqualTo(3);
        counters.count();
        assertThat(next("change").getInteger("number")).isEqualTo(4);

        WebSocket third = connect(Map.of());
        say(third, "{'type':'join','topic':'counter','after':1,'epoch':'of another run'}");
        assertThat(next("snapshot").getInteger("number")).isEqualTo(4);
    }

    @Test
    void asksForPermissionOnJoiningAndAgainWhenItIsRevoked() throws Exception {
        WebSocket stranger = connect(Map.of());
        say(stranger, "{'type':'join','topic':'members.1'}");
        assertThat(next("left").getInteger("status")).isEqualTo(401);

        known.add("session=1");
        WebSocket member = connect(Map.of("cookie", "session=1"));
        say(member, "{'type':'join','topic':'members.1'}");
        next("snapshot");
        say(member, "{'type':'join','topic':'members.2'}");
        assertThat(next("left").getInteger("status")).isEqualTo(404);
        known.clear();
        realtime.permissionsChanged();
        JsonObject left = next("left");
        assertThat(left.getString("topic")).isEqualTo("members.1");
        assertThat(left.getInteger("status")).isEqualTo(401);
    }

    @Test
    void dropsThoseWhoAbuseIt() throws Exception {
        say(connect(Map.of()), "no json");
        assertThat(closed.poll(20, TimeUnit.SECONDS)).isEqualTo((short) 1008);
        WebSocket flood = connect(Map.of());
        for (int i = 0; i < 100; i++) {
            var _ = flood.writeTextMessage("{\"type\":\"ping\"}");
        }
        assertThat(closed.poll(20, TimeUnit.SECONDS)).isEqualTo((short) 1008);
    }

    @Test
    void refusesPagesOfOtherSites() {
        assertThat(
                        org.assertj.core.api.Assertions.catchThrowable(
                                () -> connect(Map.of("origin", "https://example.org"))))
                .hasMessageContaining("403");
    }
}
