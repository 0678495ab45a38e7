package online.nexuscos.platform.service;

import online.nexuscos.platform.sql.Event;
import online.nexuscos.platform.sql.Transaction;

/** Hears of an event, once, and writes what follows from it in the same transaction. */
@FunctionalInterface
public interface WritingEventHandler<E extends Event> {
    void handle(E event, Transaction transaction) throws Exception;
}
