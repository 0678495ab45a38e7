package online.nexuscos.streamcore.hls;

import java.util.function.BooleanSupplier;

/**
 * A request that waits. Its methods are called on its own event loop.
 *
 * @see WaitingRoom
 */
final class Waiter {
    private final BooleanSupplier ready;
    private final Runnable answer;
    private final Runnable expiry;
    private long deadlineNs;

    /**
     * @param ready what it waits for is there; cheap, and may be asked often
     * @param answer called at most once, when it is
     * @param expiry called instead when it took too long
     */
    Waiter(BooleanSupplier ready, Runnable answer, Runnable expiry) {
        this.ready = ready;
        this.answer = answer;
        this.expiry = expiry;
    }

    boolean isReady() {
        return ready.getAsBoolean();
    }

    void answer() {
        answer.run();
    }

    void expire() {
        expiry.run();
    }

    long deadlineNs() {
        return deadlineNs;
    }

    void setDeadlineNs(long deadlineNs) {
        this.deadlineNs = deadlineNs;
    }
}
