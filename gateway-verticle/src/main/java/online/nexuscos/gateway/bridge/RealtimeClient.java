package online.nexuscos.gateway.bridge;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import online.nexuscos.platform.bus.Answer;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.bus.TopicChange;
import online.nexuscos.platform.service.Authenticator.Credentials;

/** One client of {@code /ws}. Lives on its connection's event loop. */
final class RealtimeClient {
    private static final int MAX_TOPICS = 64;
    private static final int MAX_EARLY = 256;
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
    private final Map<String, Membership> topics = new HashMap<>();
    private int queuedBytes;
    private long windowStart;
    private int messages;

    /** A topic joined or about to be. */
    private static final class Membership {
        final String service;
        final List<JsonObject> early = new ArrayList<>();
        MessageConsumer<String> consumer;
        State state = State.JOINING;
        String epoch = "";
        long number;

        enum State {
            /** Changes wait until it is known after which number they come. */
            JOINING,
            JOINED
        }

        Membership(String service, MessageConsumer<String> consumer) {
            this.service = service;
            this.consumer = consumer;
        }
    }

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
        Membership membership =
                new Membership(
                        owner.get(),
                        vertx.eventBus()
                                .<String>consumer(
                                        TopicChange.address(topic),
                                        change -> changed(topic, change.body())));
        topics.put(topic, membership);
        ask(topic, membership, epoch, after);
    }

    private void ask(String topic, Membership membership, String epoch, long after) {
        Map<String, String> last =
                epoch.isEmpty() || epoch.length() > 64
                        ? Map.of()
                        : Map.of("epoch", epoch, "number", Long.toString(after));
        visitors.principal(credentials)
                .compose(principal -> bus.join(membership.service, topic, last, principal, id))
                .onComplete(answer ->
                        context.runOnContext(ready -> {
                            if (topics.get(topic) != membership) {
                                return;
                            }
                            if (answer.succeeded() && answer.result().status() == 200) {
                                joined(topic, membership, answer.result());
                            } else {
                                forget(topic);
                                int status = answer.succeeded() ? answer.result().status() : 401;
                                left(topic, status, "This topic cannot be joined.");
                            }
                        }));
    }

    private void joined(String topic, Membership membership, Answer answer) {
        JsonObject state = answer.body().toJsonObject();
        membership.epoch = state.getString("epoch");
        membership.number = state.getLong("number");
        JsonObject message =
                new JsonObject()
                        .put("topic", topic)
                        .put("epoch", membership.epoch)
                        .put("number", membership.number);
        if (state.containsKey("snapshot")) {
            send(message.put("type", "snapshot").put("data", state.getJsonObject("snapshot")));
        } else {
            send(message.put("type", "resumed"));
            for (Object each : state.getJsonArray("changes", new JsonArray())) {
                JsonObject change = (JsonObject) each;
                tell(topic, change.getLong("number"), change.getValue("data"));
            }
        }
        membership.state = Membership.State.JOINED;
        membership.early.forEach(change -> follow(topic, membership, change));
        membership.early.clear();
    }

    private void changed(String topic, String text) {
        context.runOnContext(ready -> {
            Membership membership = topics.get(topic);
            if (membership == null) {
                return;
            }
            JsonObject change = new JsonObject(text);
            if (membership.state == Membership.State.JOINED) {
                follow(topic, membership, change);
            } else if (membership.early.size() < MAX_EARLY) {
                membership.early.add(change);
            } else {
                drop("too slow");
            }
        });
    }

    private void follow(String topic, Membership membership, JsonObject change) {
        long number = change.getLong("number");
        boolean sameRun = change.getString("epoch").equals(membership.epoch);
        if (sameRun && number <= membership.number) {
            return;
        }
        if (!sameRun || number != membership.number + 1) {
            // The service began anew, or a change was lost: only a snapshot helps.
            membership.state = Membership.State.JOINING;
            ask(topic, membership, sameRun ? membership.epoch : "", membership.number);
            return;
        }
        membership.number = number;
        tell(topic, number, change.getValue("data"));
    }

    private void tell(String topic, long number, Object data) {
        send(
                new JsonObject()
                        .put("type", "change")
                        .put("topic", topic)
                        .put("number", number)
                        .put("data", data));
    }

    private void leave(String topic) {
        if (topics.containsKey(topic)) {
            forget(topic);
            left(topic, 200, "You left.");
        }
    }

    private void forget(String topic) {
        Membership membership = topics.remove(topic);
        if (membership != null) {
            membership.consumer.unregister();
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

    /** Asks again whether it may see what it joined. Any thread. */
    void recheck() {
        if (credentials.isEmpty()) {
            return;
        }
        context.runOnContext(ready -> {
            for (Map.Entry<String, Membership> entry : List.copyOf(topics.entrySet())) {
                check(entry.getKey(), entry.getValue());
            }
        });
    }

    private void check(String topic, Membership membership) {
        Map<String, String> last =
                Map.of("epoch", membership.epoch, "number", Long.toString(membership.number));
        visitors.principal(credentials)
                .compose(principal -> bus.join(membership.service, topic, last, principal, id))
                .onComplete(answer ->
                        context.runOnContext(ready -> {
                            int status = answer.succeeded() ? answer.result().status() : 401;
                            boolean revoked = status == 401 || status == 403 || status == 404;
                            if (revoked && topics.get(topic) == membership) {
                                forget(topic);
                                left(topic, status, "You may not see this any more.");
                            }
                        }));
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
        topics.values().forEach(membership -> membership.consumer.unregister());
        topics.clear();
    }
}
