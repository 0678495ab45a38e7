package online.nexuscos.gateway.access;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Writes lines on a thread of its own, so that no event loop waits for a disk or a pipe. When the
 * reader is too slow, lines are dropped and counted.
 */
public final class AccessLog implements AutoCloseable {
    static final int MAX_QUEUED = 8192;
    private static final int MAX_TOGETHER = 512;
    private static final long PATIENCE_MS = 1000;

    private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(MAX_QUEUED);
    private final LongAdder dropped = new LongAdder();
    private final Consumer<String> out;
    private final Thread writer;
    private volatile boolean closed;

    /**
     * @param out takes one or more lines, without the last line's end
     */
    public AccessLog(Consumer<String> out) {
        this.out = out;
        writer = Thread.ofPlatform().name("access-log").daemon().start(this::write);
    }

    void add(String line) {
        if (!queue.offer(line)) {
            dropped.increment();
        }
    }

    /** Lines that were not written. */
    public long dropped() {
        return dropped.sum();
    }

    private void write() {
        List<String> lines = new ArrayList<>(MAX_TOGETHER);
        try {
            while (!closed || !queue.isEmpty()) {
                lines.add(queue.take());
                queue.drainTo(lines, MAX_TOGETHER - 1);
                out.accept(String.join("\n", lines));
                lines.clear();
            }
        } catch (InterruptedException e) {
            queue.drainTo(lines);
            if (!lines.isEmpty()) {
                out.accept(String.join("\n", lines));
            }
        }
    }

    /** Writes what is queued and ends. */
    @Override
    public void close() {
        closed = true;
        writer.interrupt();
        try {
            writer.join(PATIENCE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
