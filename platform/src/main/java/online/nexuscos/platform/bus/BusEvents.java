package online.nexuscos.platform.bus;

import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import online.nexuscos.platform.json.Json;
import online.nexuscos.platform.service.Events;
import online.nexuscos.platform.sql.Event;

/** Tells live events over the bus. */
final class BusEvents implements Events {
    private final Vertx vertx;
    private final Set<Class<? extends Event>> declared = ConcurrentHashMap.newKeySet();
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    BusEvents(Vertx vertx) {
        this.vertx = vertx;
    }

    static String address(Class<? extends Event> type) {
        return "event/" + Event.name(type);
    }

    void declare(Class<? extends Event> type) {
        if (declared.add(type) && !names.add(Event.name(type))) {
            throw new IllegalArgumentException(Event.name(type) + ": another event's name");
        }
    }

    @Override
    public void publish(Event event) {
        if (!declared.contains(event.getClass())) {
            throw new IllegalArgumentException(
                    event.getClass().getSimpleName()
                            + ": no service declares that it publishes it");
        }
        vertx.eventBus().publish(address(event.getClass()), Json.write(event));
    }
}
