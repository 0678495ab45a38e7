package online.nexuscos.platform.bus;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.bus.ServiceDeclaration.Subscription;
import online.nexuscos.platform.json.Json;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.sql.Actor;
import online.nexuscos.platform.sql.Event;
import online.nexuscos.platform.sql.Inbox;

/** Hands events from the outbox to the service that wants them, each once. */
final class Deliveries {
    /** What the route of such a message begins with; the event's name follows. */
    static final String VERB = "EVENT ";

    static final String ID = "id";

    private final String service;
    private final Map<String, Subscription.Lasting<?>> lasting = new HashMap<>();
    private final Writing writing;

    Deliveries(ServiceDeclaration declaration, Writing writing) {
        service = declaration.info().name();
        this.writing = writing;
        for (Subscription<?> subscription : declaration.subscriptions()) {
            if (subscription instanceof Subscription.Lasting<?> kept) {
                lasting.put(Event.name(kept.event()), kept);
            }
        }
    }

    Answer take(Request request) throws Exception {
        String name = request.head().route().substring(VERB.length());
        Subscription.Lasting<?> subscription =
                Optional.<Subscription.Lasting<?>>ofNullable(lasting.get(name))
                        .orElseThrow(() -> ProblemException.of(404, service + " wants no " + name));
        UUID id = UUID.fromString(request.head().path().getOrDefault(ID, ""));
        take(subscription, id, request);
        return Answer.of(204, Request.NO_BODY);
    }

    private <E extends Event> void take(
            Subscription.Lasting<E> subscription, UUID id, Request request) throws Exception {
        E event = Json.readLenient(request.body().getBytes(), subscription.event());
        Actor actor = new Actor(service, "", request.head().requestId(), request.head().trace());
        writing.database()
                .transaction(
                        actor,
                        transaction -> {
                            if (Inbox.accept(transaction, service, id)) {
                                subscription.handler().handle(event, transaction);
                            }
                            return id;
                        });
    }
}
