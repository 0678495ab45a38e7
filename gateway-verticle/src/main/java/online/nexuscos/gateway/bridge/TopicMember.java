package online.nexuscos.gateway.bridge;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import online.nexuscos.platform.bus.Answer;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.bus.TopicChange;
import online.nexuscos.platform.service.Principal;

/**
 * Follows one topic for one client: a snapshot or what it missed, then changes without gaps, all of
 * one node. Lives on the client's event loop.
 */
final class TopicMember {
    private static final int MAX_EARLY = 256;
    private static final int MAX_EPOCH = 64;

    private final ServiceBus bus;
    private final String service;
    private final String topic;
    private final Supplier<Future<Principal>> principal;
    private final String requestId;
    private final Receiver receiver;
    private final Context context;
    private final List<JsonObject> early = new ArrayList<>();
    private final MessageConsumer<String> consumer;
    private State state = State.JOINING;
    private String node = "";
    private String epoch = "";
    private long number;

    private enum State {
        /** Changes wait until it is known after which number they come. */
        JOINING,
        JOINED,
        LEFT
    }

    /** Whom all is told, on the event loop. */
    interface Receiver {
        void snapshot(String epoch, long number, JsonObject data);

        /** It goes on after what was seen last; changes follow. */
        void resumed(String epoch, long number);

        void change(String epoch, long number, Object data);

        /** It is over: it cannot be joined, or may not be seen any more. */
        void left(int status, String reason);

        /** More changes wait than may. */
        void tooSlow();
    }

    /**
     * Joins.
     *
     * @param service that feeds the topic
     * @param principal on whose behalf, asked again each time
     * @param lastEpoch of the last change seen; empty for none
     */
    TopicMember(
            Vertx vertx,
            ServiceBus bus,
            String service,
            String topic,
            Supplier<Future<Principal>> principal,
            String requestId,
            Receiver receiver,
            String lastEpoch,
            long lastNumber) {
        this.bus = bus;
        this.service = service;
        this.topic = topic;
        this.principal = principal;
        this.requestId = requestId;
        this.receiver = receiver;
        context = vertx.getOrCreateContext();
        consumer =
                vertx.eventBus()
                        .consumer(
                                TopicChange.address(topic),
                                change ->
                                        context.runOnContext(
                                                ready -> changed(new JsonObject(change.body()))));
        // On other nodes it is known a little later that changes are wanted here.
        consumer.completion()
                .onComplete(known -> context.runOnContext(ready -> ask(lastEpoch, lastNumber)));
    }

    private Future<Answer> join(String lastEpoch, long lastNumber) {
        Map<String, String> last =
                lastEpoch.isEmpty() || lastEpoch.length() > MAX_EPOCH
                        ? Map.of()
                        : Map.of("epoch", lastEpoch, "number", Long.toString(lastNumber));
        return principal.get().compose(who -> bus.join(service, topic, node, last, who, requestId));
    }

    private void ask(String lastEpoch, long lastNumber) {
        join(lastEpoch, lastNumber)
                .onComplete(answer ->
                        context.runOnContext(ready -> {
                            if (state == State.LEFT) {
                                return;
                            }
                            if (answer.succeeded() && answer.result().status() == 200) {
                                joined(answer.result().body().toJsonObject());
                            } else {
                                int status = answer.succeeded() ? answer.result().status() : 401;
                                leave();
                                receiver.left(status, "This topic cannot be joined.");
                            }
                        }));
    }

    private void joined(JsonObject answer) {
        node = answer.getString("node");
        epoch = answer.getString("epoch");
        number = answer.getLong("number");
        if (answer.containsKey("snapshot")) {
            receiver.snapshot(epoch, number, answer.getJsonObject("snapshot"));
        } else {
            receiver.resumed(epoch, number);
            for (Object each : answer.getJsonArray("changes", new JsonArray())) {
                JsonObject change = (JsonObject) each;
                receiver.change(epoch, change.getLong("number"), change.getValue("data"));
            }
        }
        if (state == State.LEFT) {
            return;
        }
        state = State.JOINED;
        List<JsonObject> waiting = List.copyOf(early);
        early.clear();
        waiting.forEach(this::changed);
    }

    private void changed(JsonObject change) {
        switch (state) {
            case LEFT -> {}
            case JOINING -> {
                if (early.size() < MAX_EARLY) {
                    early.add(change);
                } else {
                    receiver.tooSlow();
                }
            }
            case JOINED -> follow(change);
        }
    }

    private void follow(JsonObject change) {
        if (!change.getString("node").equals(node)) {
            // Another instance's numbers.
            return;
        }
        long next = change.getLong("number");
        boolean sameRun = change.getString("epoch").equals(epoch);
        if (sameRun && next <= number) {
            return;
        }
        if (!sameRun || next != number + 1) {
            // The service began anew, or a change was lost: only a snapshot helps.
            state = State.JOINING;
            ask(sameRun ? epoch : "", number);
            return;
        }
        number = next;
        receiver.change(epoch, next, change.getValue("data"));
    }

    /** Joins elsewhere if its node is gone. */
    void checkNode() {
        if (state == State.JOINED && !bus.isReachable(service, node)) {
            state = State.JOINING;
            ask(epoch, number);
        }
    }

    /** Asks again whether it may be seen. */
    void checkPermission() {
        if (state != State.JOINED) {
            return;
        }
        join(epoch, number)
                .onComplete(answer ->
                        context.runOnContext(ready -> {
                            int status = answer.succeeded() ? answer.result().status() : 401;
                            boolean revoked = status == 401 || status == 403 || status == 404;
                            if (revoked && state != State.LEFT) {
                                leave();
                                receiver.left(status, "You may not see this any more.");
                            }
                        }));
    }

    /** Hears of nothing more. */
    void leave() {
        state = State.LEFT;
        early.clear();
        var _ = consumer.unregister();
    }
}
