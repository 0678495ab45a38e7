package online.nexuscos.services.core.webhook;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.sql.Event;
import online.nexuscos.platform.sql.Transaction;

/** Turns lasting events into deliveries, each once and in the transaction that remembers it. */
final class Intake {
    private final Runnable wake;

    /**
     * @param wake called when there is something to deliver
     */
    Intake(Runnable wake) {
        this.wake = wake;
    }

    record StreamStarted(String name, Instant at, Optional<String> organisation) implements Event {
        @Override
        public String key() {
            return name;
        }
    }

    record StreamEnded(String name, Instant at, Optional<String> organisation) implements Event {
        @Override
        public String key() {
            return name;
        }
    }

    record StreamWarned(String name, Instant at, Optional<String> organisation, String warning)
            implements Event {
        @Override
        public String key() {
            return name;
        }
    }

    /**
     * @param name empty where whoever came named no stream that there is
     */
    record PublishRefused(
            String name,
            Instant at,
            Optional<String> organisation,
            String protocol,
            String address,
            String reason)
            implements Event {
        @Override
        public String key() {
            return name;
        }
    }

    void declare(Routes routes) {
        routes.subscribes(StreamStarted.class, this::started);
        routes.subscribes(StreamEnded.class, this::ended);
        routes.subscribes(StreamWarned.class, this::warned);
        routes.subscribes(PublishRefused.class, this::refused);
    }

    private void started(StreamStarted event, Transaction transaction) {
        add(
                event.organisation(),
                Message.of(Message.STREAM_STARTED, event.at(), stream(event.name())),
                transaction);
    }

    private void ended(StreamEnded event, Transaction transaction) {
        add(
                event.organisation(),
                Message.of(Message.STREAM_ENDED, event.at(), stream(event.name())),
                transaction);
    }

    private void warned(StreamWarned event, Transaction transaction) {
        add(
                event.organisation(),
                Message.of(
                        Message.STREAM_WARNING,
                        event.at(),
                        stream(event.name()).put("warning", event.warning())),
                transaction);
    }

    private void refused(PublishRefused event, Transaction transaction) {
        JsonObject data = event.name().isEmpty() ? new JsonObject() : stream(event.name());
        add(
                event.organisation(),
                Message.of(
                        Message.PUBLISH_REFUSED,
                        event.at(),
                        data.put("protocol", event.protocol())
                                .put("address", event.address())
                                .put("reason", event.reason())),
                transaction);
    }

    private static JsonObject stream(String name) {
        return new JsonObject().put("stream", name);
    }

    private void add(Optional<String> organisation, Message message, Transaction transaction) {
        new DeliveryTable(transaction)
                .add(
                        organisation.orElse(""),
                        message.id(),
                        message.type(),
                        message.body(),
                        transaction.now());
        wake.run();
    }
}
