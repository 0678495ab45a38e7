package online.nexuscos.platform.bus;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The line to one instance: how many calls are on it, and whether it may be used. After {@value
 * #MAX_FAILURES} failures in a row it gets no calls for 5 s, then one on trial.
 */
final class Circuit {
    static final int MAX_FAILURES = 5;
    static final Duration REST = Duration.ofSeconds(5);

    private final String service;
    private final String address;
    private final BusMetrics metrics;
    private final AtomicInteger inFlight = new AtomicInteger();
    private State state = State.CLOSED;
    private int failures;
    private Instant until = Instant.MIN;

    enum State {
        /** In use. */
        CLOSED,
        /** Not in use. */
        OPEN,
        /** One call is on trial. */
        HALF_OPEN
    }

    Circuit(String service, String node, BusMetrics metrics) {
        this.service = service;
        this.address = address(service, node);
        this.metrics = metrics;
    }

    static String address(String service, String node) {
        return "service/" + service + '/' + node;
    }

    String address() {
        return address;
    }

    int load() {
        return inFlight.get();
    }

    synchronized State state() {
        return state;
    }

    /** Whether a call may be sent now; one that may counts as begun. */
    synchronized boolean begin(Instant now) {
        if (state == State.OPEN && !now.isBefore(until)) {
            enter(State.HALF_OPEN);
        } else if (state != State.CLOSED) {
            return false;
        }
        inFlight.incrementAndGet();
        return true;
    }

    synchronized void succeeded() {
        inFlight.decrementAndGet();
        failures = 0;
        enter(State.CLOSED);
    }

    synchronized void failed(Instant now) {
        inFlight.decrementAndGet();
        failures++;
        if (state == State.HALF_OPEN || failures >= MAX_FAILURES) {
            until = now.plus(REST);
            enter(State.OPEN);
        }
    }

    private void enter(State next) {
        boolean wasUsed = state == State.CLOSED;
        boolean isUsed = next == State.CLOSED;
        state = next;
        if (wasUsed != isUsed) {
            metrics.circuit(service, !isUsed);
        }
    }
}
