package online.nexuscos.platform.service;

import online.nexuscos.platform.sql.Event;

/** Hears of an event, on a virtual thread of its own. */
@FunctionalInterface
public interface EventHandler<E extends Event> {
    void handle(E event) throws Exception;
}
