package online.nexuscos.platform.service;

import online.nexuscos.platform.sql.Event;

/**
 * Tells events to whoever listens now, at most once; those that must not be lost go through {@code
 * Transaction.publish}. Safe on any thread; does not wait.
 */
@FunctionalInterface
public interface Events {
    void publish(Event event);
}
