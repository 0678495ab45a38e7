package online.nexuscos.streamcore.hls;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one viewer loop that wait for one stream. All is done on that loop, save {@link
 * #wake}: a change costs one hand-over for each viewer loop, however many wait on it.
 */
final class WaitingRoom {
    private static final Logger log = LoggerFactory.getLogger(WaitingRoom.class);

    private final EventLoop loop;
    private final long patienceNs;

    /** In the order of their deadlines. */
    private final Set<Waiter> waiters = new LinkedHashSet<>();

    private final AtomicBoolean waking = new AtomicBoolean();
    private volatile int size;
    private boolean timing;

    WaitingRoom(EventLoop loop, long patienceNs) {
        this.loop = loop;
        this.patienceNs = patienceNs;
    }

    int size() {
        return size;
    }

    /** The waiter must look again after this whether it is still waiting for something. */
    void enter(Waiter waiter) {
        waiter.setDeadlineNs(System.nanoTime() + patienceNs);
        waiters.add(waiter);
        size = waiters.size();
        if (!timing) {
            timing = true;
            schedule(patienceNs);
        }
    }

    /** False if it was not there any more. */
    boolean leave(Waiter waiter) {
        boolean there = waiters.remove(waiter);
        size = waiters.size();
        return there;
    }

    /** From the stream's loop, after a change. */
    void wake() {
        if (size > 0 && waking.compareAndSet(false, true)) {
            loop.execute(this::answerReady);
        }
    }

    private void answerReady() {
        waking.set(false);
        List<Waiter> ready = new ArrayList<>();
        for (Iterator<Waiter> all = waiters.iterator(); all.hasNext(); ) {
            Waiter waiter = all.next();
            if (waiter.isReady()) {
                ready.add(waiter);
                all.remove();
            }
        }
        size = waiters.size();
        // An answer may let the connection's next request in, and that one may enter here.
        for (Waiter waiter : ready) {
            run(waiter::answer);
        }
    }

    /** Lets all go unanswered, as if they had waited long enough; any thread. */
    void clear() {
        loop.execute(() -> {
            List<Waiter> all = List.copyOf(waiters);
            waiters.clear();
            size = 0;
            all.forEach(waiter -> run(waiter::expire));
        });
    }

    private void schedule(long delayNs) {
        var _ = loop.schedule(this::expireLate, delayNs, TimeUnit.NANOSECONDS);
    }

    private void expireLate() {
        long now = System.nanoTime();
        List<Waiter> late = new ArrayList<>();
        Waiter next = null;
        for (Iterator<Waiter> all = waiters.iterator(); all.hasNext() && next == null; ) {
            Waiter waiter = all.next();
            if (waiter.deadlineNs() - now <= 0) {
                late.add(waiter);
                all.remove();
            } else {
                next = waiter;
            }
        }
        size = waiters.size();
        timing = next != null;
        if (next != null) {
            schedule(next.deadlineNs() - now);
        }
        for (Waiter waiter : late) {
            run(waiter::expire);
        }
    }

    /** One request's fault is not the others'. */
    private static void run(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            log.warn("could not answer a waiting request", e);
        }
    }
}
