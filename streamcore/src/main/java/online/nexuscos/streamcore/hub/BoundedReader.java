package online.nexuscos.streamcore.hub;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import online.nexuscos.streamcore.media.Packet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reader on a loop of its own, behind a bounded queue. A full queue drops all it holds and goes
 * on at the next keyframe; one that stays full is closed. It costs nobody else anything.
 */
public final class BoundedReader implements StreamReader {
    private static final Logger log = LoggerFactory.getLogger(BoundedReader.class);
    private static final long WARNING_NANOS = 1_000_000_000L;

    /**
     * Bounds of a queue.
     *
     * @param maxPackets in the queue
     * @param maxBytes in the queue
     * @param maxSlowNanos a reader that has dropped packets for so long is closed
     */
    public record Limits(int maxPackets, long maxBytes, long maxSlowNanos) {}

    private enum State {
        READING,
        SKIPPING,
        CLOSED
    }

    private final String name;
    private final EventLoop loop;
    private final Limits limits;
    private final PacketSink sink;
    private final Deque<Packet> queue = new ArrayDeque<>();
    private long queuedBytes;
    private boolean drainScheduled;
    private State state = State.READING;
    private long slowSinceNanos;
    private long droppedSinceWarning;
    private long lastWarningNanos;
    private long dropped;

    public BoundedReader(String name, EventLoop loop, Limits limits, PacketSink sink) {
        this.name = name;
        this.loop = loop;
        this.limits = limits;
        this.sink = sink;
    }

    @Override
    public void write(List<Packet> batch) {
        boolean wake;
        synchronized (queue) {
            for (Packet packet : batch) {
                add(packet);
            }
            wake = !queue.isEmpty() && !drainScheduled;
            drainScheduled |= wake;
        }
        if (wake) {
            loop.execute(this::drain);
        }
    }

    private void add(Packet packet) {
        boolean full =
                queue.size() >= limits.maxPackets()
                        || queuedBytes + packet.size() > limits.maxBytes();
        if (full && state == State.READING) {
            drop(packet.arrivalNanos());
        }
        if (state == State.SKIPPING && startsAnew(packet)) {
            state = State.READING;
        }
        switch (state) {
            case READING -> {
                queue.addLast(packet.retain());
                queuedBytes += packet.size();
            }
            case SKIPPING -> count(1, packet.arrivalNanos());
            case CLOSED -> {}
        }
    }

    private static boolean startsAnew(Packet packet) {
        return packet.keyframe() && (packet.track().isVideo() || packet.epoch().video().isEmpty());
    }

    private void drop(long nowNanos) {
        int lost = queue.size();
        queue.forEach(Packet::release);
        queue.clear();
        queuedBytes = 0;
        if (slowSinceNanos == 0) {
            slowSinceNanos = nowNanos;
        }
        state = State.SKIPPING;
        count(lost, nowNanos);
        if (nowNanos - slowSinceNanos > limits.maxSlowNanos()) {
            state = State.CLOSED;
            loop.execute(() -> sink.close("too slow"));
        }
    }

    private void count(int packets, long nowNanos) {
        dropped += packets;
        droppedSinceWarning += packets;
        if (droppedSinceWarning > 0 && nowNanos - lastWarningNanos > WARNING_NANOS) {
            log.warn("[{}] too slow: {} packets dropped", name, droppedSinceWarning);
            droppedSinceWarning = 0;
            lastWarningNanos = nowNanos;
        }
    }

    /** Writes while the sink takes; on the reader's loop. */
    public void drain() {
        while (sink.isWritable()) {
            Packet packet;
            synchronized (queue) {
                packet = queue.pollFirst();
                if (packet == null) {
                    drainScheduled = false;
                    slowSinceNanos = 0;
                    return;
                }
                queuedBytes -= packet.size();
            }
            sink.write(packet);
        }
        synchronized (queue) {
            drainScheduled = false;
        }
    }

    /** Packets that were dropped so far. */
    public long dropped() {
        synchronized (queue) {
            return dropped;
        }
    }

    @Override
    public void interrupted() {
        // What is queued is played out; the next epoch tells by itself.
    }

    @Override
    public void ended() {
        close("the stream has ended");
    }

    /** Releases what is queued; calling it again does nothing. */
    public void close(String reason) {
        synchronized (queue) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
            queue.forEach(Packet::release);
            queue.clear();
            queuedBytes = 0;
        }
        loop.execute(() -> sink.close(reason));
    }
}
