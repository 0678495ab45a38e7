package online.nexuscos.platform.bus;

import java.util.ArrayDeque;
import java.util.Queue;
import online.nexuscos.platform.bus.ServiceDeclaration.Subscription;
import online.nexuscos.platform.json.Json;
import online.nexuscos.platform.sql.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands live events to a subscriber in their order, one at a time, on a virtual thread. */
final class EventQueue<E extends Event> {
    private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
    private static final int MAX_WAITING = 1000;

    private final String service;
    private final Subscription.Live<E> subscription;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private State state = State.IDLE;

    private enum State {
        IDLE,
        RUNNING
    }

    EventQueue(String service, Subscription.Live<E> subscription) {
        this.service = service;
        this.subscription = subscription;
    }

    /** Does not wait; one too many is dropped, as live events may be. */
    synchronized void add(byte[] event) {
        if (waiting.size() >= MAX_WAITING) {
            LOG.warn("{} is too slow: dropped {}", service, Event.name(subscription.event()));
            return;
        }
        waiting.add(event);
        if (state == State.IDLE) {
            state = State.RUNNING;
            Thread.ofVirtual().name("events/" + service).start(this::run);
        }
    }

    private void run() {
        byte[] event = next();
        while (event != null) {
            try {
                subscription.handler().handle(Json.readLenient(event, subscription.event()));
            } catch (Exception e) {
                LOG.error("{} failed at {}", service, Event.name(subscription.event()), e);
            }
            event = next();
        }
    }

    private synchronized byte @org.jspecify.annotations.Nullable [] next() {
        byte[] event = waiting.poll();
        if (event == null) {
            state = State.IDLE;
        }
        return event;
    }
}
