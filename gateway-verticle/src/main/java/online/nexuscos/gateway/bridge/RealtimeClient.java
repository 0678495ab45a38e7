package online.nexuscos.gateway.bridge;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.service.Authenticator.Credentials;

/** One client of {@code /ws}. Lives on its connection's event loop. */
final class RealtimeClient {
    private static final int MAX_TOPICS = 64;
    private static final long WINDOW_MS = 1_000;
    private static final int MAX_MESSAGES = 50;

    /** Bytes that wait for a client that reads too slowly. */
    private static final int MAX_QUEUE_BYTES = 1 << 20;

    private static final short POLICY_VIOLATION = 1008;
    private static final short TRY_AGAIN_LATER = 1013;

    private final Vertx vertx;
    private final ServiceBus bus;
    private final Visitors visitors;
    private final Credentials credentials;
    private final InstantSource clock;
    private final ServerWebSocket socket;
    private final String id;
    private final Context context;
    private final Map<String, TopicMember> topics = new HashMap<>();
    private int queuedBytes;
    private long windowStart;
    private int messages;

    RealtimeClient(
            Vertx vertx,
            ServiceBus bus,
            Visitors visitors,
            Credentials credentials,
            InstantSource clock,
            ServerWebSocket socket,
            String id) {
        this.vertx = vertx;
        this.bus = bus;
        this.visitors = visitors;
        this.credentials = credentials;
        this.clock = clock;
        this.socket = socket;
        this.id = id;
        context = vertx.getOrCreateContext();
    }

    void received(String text) {
        long now = clock.millis();
        if (now - windowStart >= WINDOW_MS) {
            windowStart = now;
            messages = 0;
        }
        if (++messages > MAX_MESSAGES || text.length() > Realtime.MAX_MESSAGE_BYTES) {
            drop("too many or too long messages");
            return;
        }
        try {
            JsonObject message = new JsonObject(text);
            String topic = text(message, "topic");
            switch (text(message, "type")) {
                case "join" -> join(topic, message);
                case "leave" -> leave(topic);
                case "ping" ->
                        send(
                                new JsonObject()
                                        .put("type", "pong")
                                        .put("at", message.getNumber("at"))
                                        .put("time", clock.millis()));
                default -> drop("an unknown type of message");
            }
        } catch (DecodeException | ClassCastException e) {
            drop("a malformed message");
        }
    }

    /**
     * A member that is a text; empty where there is none.
     *
     * @throws ClassCastException it is something else
     */
    private static String text(JsonObject message, String name) {
        return (String) Optional.ofNullable(message.getValue(name)).orElse("");
    }

    private void join(String topic, JsonObject message) {
        Optional<String> owner = bus.topicOwner(topic);
        if (owner.isEmpty()) {
            left(topic, 404, "There is no topic of this name.");
            return;
        }
        if (topics.containsKey(topic) || topics.size() >= MAX_TOPICS) {
            left(topic, 409, "It is joined already, or too many are.");
            return;
        }
        String epoch = text(message, "epoch");
        long after = message.getValue("after") instanceof Number last ? last.longValue() : 0;
        topics.put(
                topic,
                new TopicMember(
                        vertx,
                        bus,
                        owner.get(),
                        topic,
                        () -> visitors.principal(credentials),
                        id,
                        new Follower(topic),
                        epoch,
                        after));
    }

    /** Tells the client of one topic. */
    private final class Follower implements TopicMember.Receiver {
        private final String topic;

        Follower(String topic) {
            this.topic = topic;
        }

        private JsonObject message(String type, long number) {
            return new JsonObject().put("type", type).put("topic", topic).put("number", number);
        }

        @Override
        public void snapshot(String epoch, long number, JsonObject data) {
            send(message("snapshot", number).put("epoch", epoch).put("data", data));
        }

        @Override
        public void resumed(String epoch, long number) {
            send(message("resumed", number).put("epoch", epoch));
        }

        @Override
        public void change(String epoch, long number, Object data) {
            send(message("change", number).put("data", data));
        }

        @Override
        public void left(int status, String reason) {
            topics.remove(topic);
            RealtimeClient.this.left(topic, status, reason);
        }

        @Override
        public void tooSlow() {
            drop("too slow");
        }
    }

    private void leave(String topic) {
        TopicMember member = topics.remove(topic);
        if (member != null) {
            member.leave();
            left(topic, 200, "You left.");
        }
    }

    private void left(String topic, int status, String reason) {
        send(
                new JsonObject()
                        .put("type", "left")
                        .put("topic", topic)
                        .put("status", status)
                        .put("reason", reason));
    }

    /** Asks again whether it may see what it joined, and whether that is still told. Any thread. */
    void recheck() {
        context.runOnContext(ready -> {
            for (TopicMember member : List.copyOf(topics.values())) {
                member.checkNode();
                if (!credentials.isEmpty()) {
                    member.checkPermission();
                }
            }
        });
    }

    /** What waits is counted: a client that does not read must not fill the memory. */
    void send(JsonObject message) {
        String text = message.encode();
        if (queuedBytes + text.length() > MAX_QUEUE_BYTES) {
            drop("too slow");
            return;
        }
        queuedBytes += text.length();
        socket.writeTextMessage(text)
                .onComplete(written -> context.runOnContext(ready -> queuedBytes -= text.length()));
    }

    /** Ends the connection with a reason that the client is told. */
    void drop(String reason) {
        closed();
        short code = reason.equals("too slow") ? TRY_AGAIN_LATER : POLICY_VIOLATION;
        socket.close(code, reason);
    }

    void closed() {
        topics.values().forEach(TopicMember::leave);
        topics.clear();
    }
}
