package online.nexuscos.platform.bus;

import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The line to one instance: how many calls are on it, and whether it may be used. After {@value
 * #MAX_FAILURES} failures in a row it gets no calls for 5 s, then one on trial.
 */
final class Circuit {
    static final int MAX_FAILURES = 5;
    static final Duration REST = Duration.ofSeconds(5);

    private final String service;
    private final String node;
    private final String address;
    private final BusMetrics metrics;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Set<Promise<?>> pending = ConcurrentHashMap.newKeySet();
    private volatile int elsewhere;
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
        this.node = node;
        this.address = address(service, node);
        this.metrics = metrics;
    }

    static String address(String service, String node) {
        return "service/" + service + '/' + node;
    }

    String address() {
        return address;
    }

    String node() {
        return node;
    }

    /** Calls of this node that are on it, or those that it told of where that is more. */
    int load() {
        return Math.max(inFlight.get(), elsewhere);
    }

    /** Calls of all nodes that its own node told of. */
    void load(int told) {
        elsewhere = told;
    }

    /** Fails the answer if the instance goes away, so that its caller need not wait for it. */
    <T> Promise<T> watch(Promise<T> answer) {
        pending.add(answer);
        answer.future().onComplete(done -> pending.remove(answer));
        if (isSilent()) {
            // It went between the beginning of the call and this.
            answer.tryFail(new GoneException(address));
        }
        return answer;
    }

    private void failPending() {
        pending.forEach(answer -> answer.tryFail(new GoneException(address)));
    }

    /** An instance went away before it answered. */
    static final class GoneException extends Exception {
        @java.io.Serial private static final long serialVersionUID = 1;

        GoneException(String address) {
            super(address + " is gone", null, false, false);
        }
    }

    private synchronized boolean isSilent() {
        return until.equals(Instant.MAX);
    }

    /** Its node is not heard, or gone: nothing is sent there until it is heard. */
    void silent() {
        synchronized (this) {
            until = Instant.MAX;
            enter(State.OPEN);
        }
        failPending();
    }

    /** Its node is heard again. */
    synchronized void heard() {
        if (isSilent()) {
            until = Instant.MIN;
            failures = 0;
            enter(State.CLOSED);
        }
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
        if (!isSilent()) {
            enter(State.CLOSED);
        }
    }

    synchronized void failed(Instant now) {
        inFlight.decrementAndGet();
        failures++;
        if (isSilent()) {
            // Its node is silent; when that is over, it is told.
            return;
        }
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
