package online.nexuscos.streamcore.play;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.hls.Outgoing;
import online.nexuscos.streamcore.hls.Viewing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The viewers of a broadcast who share an event loop: what comes is handed over to all of them at
 * once. On that loop, but for what says otherwise.
 */
final class Row {
    private static final Logger LOG = LoggerFactory.getLogger(Row.class);

    private final EventLoop loop;
    private final Viewing viewing;
    private final Outgoing outgoing;
    private final Runnable left;
    private final List<Viewer> viewers = new ArrayList<>();

    /**
     * @param left called on this loop for each viewer who was added and has gone
     */
    Row(EventLoop loop, Viewing viewing, Outgoing outgoing, Runnable left) {
        this.loop = loop;
        this.viewing = viewing;
        this.outgoing = outgoing;
        this.left = left;
    }

    /** Any thread; takes over the bursts' references. */
    void add(Viewer viewer, List<Burst> cached) {
        run(() -> {
            if (viewer.isClosed()) {
                left.run();
            } else {
                viewer.sit(this, viewers.size());
                viewers.add(viewer);
                begin(viewer, cached);
            }
            cached.forEach(Burst::release);
        });
    }

    /** Any thread; takes over the bursts' references. */
    void deliver(List<Burst> bursts) {
        run(() -> {
            long now = loop.ticker().nanoTime();
            // Backwards: whoever goes meanwhile is replaced by one who has got it.
            for (int i = viewers.size() - 1; i >= 0; i--) {
                deliver(viewers.get(i), bursts, now);
            }
            bursts.forEach(Burst::release);
        });
    }

    private void deliver(Viewer viewer, List<Burst> bursts, long nowNanos) {
        try {
            if (viewer.isDue(nowNanos)) {
                recheck(viewer);
            }
            viewer.take(bursts);
        } catch (RuntimeException e) {
            fail(viewer, e);
        }
    }

    private static void begin(Viewer viewer, List<Burst> cached) {
        try {
            viewer.begin(cached);
        } catch (RuntimeException e) {
            fail(viewer, e);
        }
    }

    /** What goes wrong with one viewer ends here, and costs the others nothing. */
    private static void fail(Viewer viewer, RuntimeException cause) {
        LOG.error("[{}] a viewer failed", viewer.stream(), cause);
        viewer.end(Ending.FAILED);
    }

    private void recheck(Viewer viewer) {
        if (!viewing.admits(viewer.stream(), viewer.pass())) {
            viewer.end(Ending.FORBIDDEN);
        } else if (!outgoing.admits(viewer.joinedNanos())) {
            viewer.end(Ending.FULL);
        }
    }

    /** Any thread. */
    void end(Ending ending) {
        run(() -> {
            for (int i = viewers.size() - 1; i >= 0; i--) {
                viewers.get(i).finish(ending);
            }
        });
    }

    /** The viewer has ended. */
    void remove(Viewer viewer) {
        Viewer last = viewers.removeLast();
        if (last != viewer) {
            viewers.set(viewer.rowIndex(), last);
            last.sit(this, viewer.rowIndex());
        }
        left.run();
    }

    private void run(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }
}
