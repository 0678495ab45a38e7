package online.nexuscos.streamcore.play;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import online.nexuscos.streamcore.hls.Outgoing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One who plays a stream as it comes, behind a bounded queue of shared bursts. A full queue drops
 * all it holds and goes on where a viewer can begin; who stays slow is closed. It costs nobody else
 * anything. All of it runs on the viewer's own loop.
 */
public final class Viewer {
    private static final Logger LOG = LoggerFactory.getLogger(Viewer.class);
    private static final long WARNING_NANOS = 1_000_000_000L;
    private static final int NO_EPOCH = -1;
    private static final long NEVER = Long.MIN_VALUE;

    private enum State {
        /** For a burst at which it can begin. */
        WAITING,
        READING,
        /** As before, since it was too slow. */
        SKIPPING,
        /** At its own wish. */
        PAUSED,
        /** The stream is over, and what is queued is played out. */
        FINISHING,
        CLOSED
    }

    /** What only a connection's first burst begins with. */
    private enum Opening {
        DUE,
        DONE
    }

    private String stream;
    private final String pass;
    private final PlayForm form;
    private final EventLoop loop;
    private final ViewerSink sink;
    private final PlayOptions options;
    private final PlayCounters counters;
    private final Outgoing outgoing;
    private final long joinedNanos = System.nanoTime();
    private final Deque<Burst> queue = new ArrayDeque<>();
    private State state = State.WAITING;
    private Opening opening = Opening.DUE;
    private Runnable onEnd = () -> {};
    private @Nullable Row row;
    private int rowIndex;
    private int epoch = NO_EPOCH;
    private int offeredEpoch = NO_EPOCH;
    private long queuedBytes;
    private long enteredNanos;
    private long checkedNanos;
    private long slowSinceNanos = NEVER;
    private long overflowedNanos;
    private long warnedNanos;
    private long unwarned;

    Viewer(
            String stream,
            String pass,
            PlayForm form,
            EventLoop loop,
            ViewerSink sink,
            PlayOptions options,
            PlayCounters counters,
            Outgoing outgoing) {
        this.stream = stream;
        this.pass = pass;
        this.form = form;
        this.loop = loop;
        this.sink = sink;
        this.options = options;
        this.counters = counters;
        this.outgoing = outgoing;
        checkedNanos = now();
        warnedNanos = now() - WARNING_NANOS;
    }

    /** One who is sent away, on its loop. */
    public static Viewer refused(EventLoop loop, ViewerSink sink, Ending reason) {
        PlayOptions options = PlayOptions.of(Duration.ZERO);
        PlayCounters uncounted = new PlayCounters();
        Viewer viewer =
                new Viewer("", "", PlayForm.RTMP, loop, sink, options, uncounted, new Outgoing());
        loop.execute(() -> viewer.end(reason));
        return viewer;
    }

    /** When it came, by {@link System#nanoTime}. */
    long joinedNanos() {
        return joinedNanos;
    }

    String stream() {
        return stream;
    }

    String pass() {
        return pass;
    }

    PlayForm form() {
        return form;
    }

    EventLoop loop() {
        return loop;
    }

    Doorkeeper.Guest guest() {
        return new Doorkeeper.Guest(stream, sink.address(), sink.introduction());
    }

    /** It gets this stream from now on, whatever it asked for. */
    void redirect(String other) {
        stream = other;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    int rowIndex() {
        return rowIndex;
    }

    /** Called when it ends, after what is called then already. */
    void onEnd(Runnable task) {
        Runnable before = onEnd;
        onEnd =
                () -> {
                    before.run();
                    task.run();
                };
    }

    /** Its seat, from which it goes when it is closed. */
    void sit(Row seat, int index) {
        if (row == null) {
            counters.viewers.increment();
        }
        row = seat;
        rowIndex = index;
    }

    /** The time has come to ask again whether it may watch; then that counts as asked. */
    boolean isDue(long nowNanos) {
        if (nowNanos - checkedNanos < options.recheck().toNanos()) {
            return false;
        }
        checkedNanos = nowNanos;
        return true;
    }

    /** Stops what comes; what is on its way still arrives. */
    public void pause() {
        switch (state) {
            case WAITING, READING, SKIPPING -> {
                clearQueue();
                state = State.PAUSED;
            }
            case PAUSED, FINISHING, CLOSED -> {}
        }
    }

    /** Goes on at the next place to begin. */
    public void resume() {
        if (state == State.PAUSED) {
            state = State.WAITING;
        }
    }

    /** The viewer has gone; calling it again does nothing. */
    public void leave() {
        end(Ending.LEFT);
    }

    /** It has been let in, and gets what is there; that stays the caller's. */
    void begin(List<Burst> cached) {
        if (!cached.isEmpty() && !isTaken(cached.getFirst())) {
            return;
        }
        sink.begin();
        take(cached);
    }

    /** Asks once for each epoch; where the answer is no the viewer has ended. */
    private boolean isTaken(Burst burst) {
        if (burst.epoch().number() == offeredEpoch) {
            return true;
        }
        offeredEpoch = burst.epoch().number();
        if (sink.takes(burst.epoch())) {
            return true;
        }
        end(Ending.UNTAKEN);
        return false;
    }

    /** The next bursts, which stay the caller's. */
    void take(List<Burst> bursts) {
        int written = 0;
        for (int i = 0; i < bursts.size(); i++) {
            written += take(bursts.get(i));
        }
        if (written > 0) {
            sink.flush();
        }
    }

    private int take(Burst burst) {
        if (state == State.CLOSED || !isTaken(burst)) {
            return 0;
        }
        switch (state) {
            case WAITING -> {
                if (!burst.entry()) {
                    return 0;
                }
                enter();
            }
            case SKIPPING -> {
                if (!burst.entry()) {
                    drop(burst.packets());
                    closeIfStuck();
                    return 0;
                }
                enter();
            }
            case READING -> {}
            case PAUSED, FINISHING, CLOSED -> {
                return 0;
            }
        }
        if (queue.isEmpty() && sink.isWritable()) {
            write(burst.retain());
            return 1;
        }
        enqueue(burst);
        return 0;
    }

    private void enter() {
        state = State.READING;
        enteredNanos = now();
        epoch = NO_EPOCH;
    }

    private void enqueue(Burst burst) {
        if (isFull(burst)) {
            overflow();
            if (state == State.CLOSED) {
                return;
            }
            if (!burst.entry()) {
                drop(burst.packets());
                return;
            }
            enter();
        }
        queue.addLast(burst.retain());
        queuedBytes += burst.size();
    }

    private boolean isFull(Burst next) {
        Burst first = queue.peekFirst();
        if (first == null) {
            return false;
        }
        long waitingSince = Math.max(first.madeNanos(), enteredNanos);
        return queuedBytes + next.size() > options.maxQueuedBytes()
                || next.madeNanos() - waitingSince > options.maxLag().toNanos();
    }

    private void overflow() {
        int lost = 0;
        for (Burst burst : queue) {
            lost += burst.packets();
        }
        clearQueue();
        state = State.SKIPPING;
        long now = now();
        long maxSlow = options.maxSlow().toNanos();
        if (slowSinceNanos == NEVER || now - overflowedNanos > maxSlow) {
            slowSinceNanos = now;
        }
        overflowedNanos = now;
        drop(lost);
        if (now - slowSinceNanos > maxSlow) {
            endTooSlow();
        }
    }

    /** One of whom nothing is taken any more need not wait for the next keyframe. */
    private void closeIfStuck() {
        if (!sink.isWritable() && now() - slowSinceNanos > options.maxSlow().toNanos()) {
            endTooSlow();
        }
    }

    private void endTooSlow() {
        counters.tooSlow.increment();
        end(Ending.TOO_SLOW);
    }

    private void drop(int packets) {
        counters.dropped.add(packets);
        unwarned += packets;
        long now = now();
        if (unwarned > 0 && now - warnedNanos >= WARNING_NANOS) {
            LOG.warn("[{}] {} is too slow: {} packets dropped", stream, sink.name(), unwarned);
            unwarned = 0;
            warnedNanos = now;
        }
    }

    /** Writes while the sink takes. */
    public void drain() {
        int written = 0;
        while (sink.isWritable()) {
            Burst burst = queue.pollFirst();
            if (burst == null) {
                if (state == State.FINISHING) {
                    end(Ending.STREAM_ENDED);
                }
                break;
            }
            queuedBytes -= burst.size();
            write(burst);
            written++;
        }
        if (written > 0) {
            sink.flush();
        }
    }

    /** Takes over the burst's references. */
    private void write(Burst burst) {
        long bytes = burst.size();
        if (burst.epoch().number() == epoch) {
            burst.beginning().release();
        } else {
            epoch = burst.epoch().number();
            bytes += writeBeginning(burst);
        }
        counters.bytes.add(bytes);
        outgoing.count(bytes);
        sink.write(burst.media().duplicate());
    }

    private long writeBeginning(Burst burst) {
        ByteBuf beginning = burst.beginning().duplicate();
        beginning.skipBytes(opening == Opening.DUE ? 0 : burst.openingLength());
        opening = Opening.DONE;
        int length = beginning.readableBytes();
        if (length == 0) {
            beginning.release();
        } else {
            sink.write(beginning);
        }
        return length;
    }

    /** Nothing more will come; what is queued is played out, if that does not take too long. */
    void finish(Ending ending) {
        if (state == State.CLOSED || state == State.FINISHING) {
            return;
        }
        if (queue.isEmpty()) {
            end(ending);
        } else {
            state = State.FINISHING;
            var _ =
                    loop.schedule(
                            () -> end(ending), options.maxLag().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Ends it at once, for its own reason or another's; ending it again does nothing. */
    void end(Ending ending) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        clearQueue();
        Row seat = row;
        row = null;
        onEnd.run();
        if (seat != null) {
            counters.viewers.decrement();
            seat.remove(this);
        }
        sink.end(ending);
    }

    private void clearQueue() {
        queue.forEach(Burst::release);
        queue.clear();
        queuedBytes = 0;
    }

    private long now() {
        return loop.ticker().nanoTime();
    }
}
