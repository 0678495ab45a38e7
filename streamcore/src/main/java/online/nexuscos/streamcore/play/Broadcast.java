package online.nexuscos.streamcore.play;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import online.nexuscos.streamcore.hls.HlsStream;
import online.nexuscos.streamcore.hls.Viewing;
import online.nexuscos.streamcore.hub.LiveStream;
import online.nexuscos.streamcore.hub.StreamReader;
import online.nexuscos.streamcore.media.Packet;
import org.jspecify.annotations.Nullable;

/**
 * One stream in one form: gathers packets, encodes them once, and hands the result to the viewers
 * of each loop. It keeps what came since the last keyframe, so that whoever joins sees a picture at
 * once. It reads the stream while somebody views it. On the stream's loop.
 */
final class Broadcast implements StreamReader {
    /** Packets that are gathered at most, whatever the write delay. */
    static final int MAX_GATHERED_BYTES = 1 << 20;

    /** A group of pictures that is larger is not kept: who joins then waits for the next. */
    static final long MAX_CACHED_BYTES = 10L << 20;

    static final int MAX_CACHED_BURSTS = 4096;

    private static final int NO_EPOCH = -1;

    /** Whether the form has a place for the codecs of the last epoch. */
    private enum Fit {
        UNKNOWN,
        FITS,
        UNFIT
    }

    private enum State {
        IDLE,
        READING,
        ENDED
    }

    /** The viewers of one loop, and how many of them have been let in and not left. */
    private static final class Seats {
        private final Row row;
        private int taken;

        Seats(Row row) {
            this.row = row;
        }
    }

    private final LiveStream stream;
    private final EventLoop loop;
    private final BurstEncoder encoder;
    private final Viewing viewing;
    private final HlsStream.Audience audience;
    private final LongAdder viewers;
    private final LongSupplier delayNanos;
    private final IdentityHashMap<EventLoop, Seats> seats = new IdentityHashMap<>();
    private final List<Packet> gathered = new ArrayList<>();
    private final List<Burst> cache = new ArrayList<>();

    private State state = State.IDLE;
    private long gatheredBytes;
    private long cachedBytes;
    private int epoch = NO_EPOCH;
    private Fit fit = Fit.UNKNOWN;
    private @Nullable ScheduledFuture<?> timer;

    /**
     * @param audience bounds all viewers; those of HLS count for themselves
     * @param delayNanos for how long packets are gathered, asked each time
     * @param viewers counts those who are let in and have not left
     */
    Broadcast(
            LiveStream stream,
            BurstEncoder encoder,
            Viewing viewing,
            HlsStream.Audience audience,
            LongSupplier delayNanos,
            LongAdder viewers) {
        this.stream = stream;
        this.encoder = encoder;
        this.viewing = viewing;
        this.audience = audience;
        this.viewers = viewers;
        loop = stream.loop();
        this.delayNanos = delayNanos;
    }

    /** Lets a viewer in; it begins with the cached group of pictures. */
    void join(Viewer viewer) {
        assert loop.inEventLoop();
        if (state == State.ENDED) {
            viewer.loop().execute(() -> viewer.end(Ending.STREAM_ENDED));
            return;
        }
        if (viewers.intValue() >= audience.maxViewers().getAsInt()) {
            audience.refused().increment();
            viewer.loop().execute(() -> viewer.end(Ending.FULL));
            return;
        }
        if (state == State.IDLE) {
            state = State.READING;
            stream.addReader(this);
            // What the stream had kept is whole: those who join now need not wait for more.
            flush();
        }
        if (fit == Fit.UNFIT) {
            viewer.loop().execute(() -> viewer.end(Ending.UNFIT));
            rest();
            return;
        }
        Seats of = seats.computeIfAbsent(viewer.loop(), this::seats);
        of.taken++;
        viewers.increment();
        List<Burst> cached = new ArrayList<>(cache);
        cached.forEach(Burst::retain);
        of.row.add(viewer, cached);
    }

    private Seats seats(EventLoop of) {
        return new Seats(
                new Row(of, viewing, audience.outgoing(), () -> loop.execute(() -> left(of))));
    }

    private void left(EventLoop of) {
        viewers.decrement();
        Seats row = seats.get(of);
        if (row != null && --row.taken == 0) {
            seats.remove(of);
        }
        rest();
    }

    /** Reads no more while nobody views. */
    private void rest() {
        if (seats.isEmpty() && state == State.READING) {
            state = State.IDLE;
            stream.removeReader(this);
            clear();
        }
    }

    @Override
    public void write(List<Packet> batch) {
        for (Packet packet : batch) {
            gathered.add(packet.retain());
            gatheredBytes += packet.size();
            if (gatheredBytes >= MAX_GATHERED_BYTES) {
                flush();
            }
        }
        if (gathered.isEmpty()) {
            return;
        }
        long delay = delayNanos.getAsLong();
        if (delay == 0) {
            flush();
        } else if (timer == null) {
            timer = loop.schedule(this::flush, delay, TimeUnit.NANOSECONDS);
        }
    }

    private void flush() {
        cancelTimer();
        if (gathered.isEmpty()) {
            return;
        }
        List<Burst> bursts = new ArrayList<>(2);
        int start = 0;
        for (int i = 1; i <= gathered.size(); i++) {
            if (i == gathered.size() || beginsBurst(gathered.get(i), gathered.get(i - 1))) {
                encode(gathered.subList(start, i), bursts);
                start = i;
            }
        }
        clearGathered();
        for (Seats of : seats.values()) {
            bursts.forEach(Burst::retain);
            of.row.deliver(bursts);
        }
        bursts.forEach(Burst::release);
    }

    private static boolean beginsBurst(Packet packet, Packet before) {
        return packet.epoch().number() != before.epoch().number()
                || (packet.track().isVideo() && packet.keyframe());
    }

    private static boolean isEntry(Packet packet) {
        return packet.keyframe() && (packet.track().isVideo() || packet.epoch().video().isEmpty());
    }

    private void encode(List<Packet> packets, List<Burst> bursts) {
        Packet first = packets.getFirst();
        boolean entry = isEntry(first);
        boolean fresh = first.epoch().number() != epoch;
        if (fresh) {
            epoch = first.epoch().number();
            fit = encoder.fits(first.epoch()) ? Fit.FITS : Fit.UNFIT;
            clearCache();
        }
        if (fit == Fit.UNFIT) {
            seats.values().forEach(of -> of.row.end(Ending.UNFIT));
            return;
        }
        Burst burst =
                new Burst(
                        entry || fresh ? encoder.beginning(first) : Unpooled.EMPTY_BUFFER,
                        encoder.openingLength(),
                        encoder.encode(packets),
                        entry,
                        first.epoch(),
                        packets.size(),
                        loop.ticker().nanoTime());
        keep(burst);
        bursts.add(burst);
    }

    private void keep(Burst burst) {
        if (burst.entry()) {
            clearCache();
        } else if (cache.isEmpty()) {
            return;
        }
        if (cache.size() == MAX_CACHED_BURSTS || cachedBytes + burst.size() > MAX_CACHED_BYTES) {
            clearCache();
            return;
        }
        cache.add(burst.retain());
        cachedBytes += burst.size();
    }

    @Override
    public void interrupted() {
        flush();
        clearCache();
    }

    @Override
    public void ended() {
        flush();
        state = State.ENDED;
        seats.values().forEach(of -> of.row.end(Ending.STREAM_ENDED));
        clear();
    }

    /** Bytes that are kept for those who will join. */
    long cachedBytes() {
        return cachedBytes;
    }

    private void clear() {
        cancelTimer();
        clearGathered();
        clearCache();
        epoch = NO_EPOCH;
        fit = Fit.UNKNOWN;
    }

    private void cancelTimer() {
        ScheduledFuture<?> pending = timer;
        if (pending != null) {
            pending.cancel(false);
            timer = null;
        }
    }

    private void clearGathered() {
        gathered.forEach(Packet::release);
        gathered.clear();
        gatheredBytes = 0;
    }

    private void clearCache() {
        cache.forEach(Burst::release);
        cache.clear();
        cachedBytes = 0;
    }
}
