package online.nexuscos.streamcore.hub;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import online.nexuscos.streamcore.hub.PublishRefusedException.Reason;
import online.nexuscos.streamcore.hub.StreamStatus.State;
import online.nexuscos.streamcore.media.Cue;
import online.nexuscos.streamcore.media.Epoch;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.Track;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One live programme. It belongs to one event loop for life: what changes it runs there, and says
 * so by assertion.
 */
public final class LiveStream {
    private static final Logger log = LoggerFactory.getLogger(LiveStream.class);

    /** Media sequence numbers count from here, so that they stay short. */
    private static final long SEQUENCE_EPOCH_SECONDS = 1_735_689_600L;

    private static final int SECONDS_PER_HOUR = 3600;

    /** So long a publisher may send more than it may; a burst at the beginning is no reason. */
    static final int MAX_SECONDS_OVER = 5;

    private static final double MEGA = 1e6;

    /** Told when the stream has ended and nobody can watch it any more. */
    interface Lifecycle {
        void gone(LiveStream stream);

        /** A publisher sent more than it may, for too long. */
        void cutForBitrate();
    }

    private record Source(String key, Publisher publisher, HubPublication publication) {}

    private final String name;
    private final EventLoop loop;
    private final Supplier<HubOptions> options;
    private final InstantSource clock;
    private final Lifecycle lifecycle;
    private final StandIn standIn;
    private final Instant created;
    private final GopCache cache = new GopCache();
    private final Timeline timeline = new Timeline();
    private final StreamMeter meter;
    private final List<StreamReader> readers = new ArrayList<>();
    private final List<Packet> outgoing = new ArrayList<>();

    private volatile State state = State.WAITING;
    private volatile @Nullable Source source;
    private volatile Instant since;
    private volatile LongSupplier heldBytes = () -> 0;
    private @Nullable Epoch epoch;
    private int epochs;
    private boolean needsKeyframe;
    private long lastHeardNanos;
    private @Nullable ScheduledFuture<?> timeout;
    private List<Track> placed = List.of();
    private long lastMediaNanos;

    LiveStream(
            String name,
            EventLoop loop,
            Supplier<HubOptions> options,
            InstantSource clock,
            Lifecycle lifecycle,
            Supplier<Slates> slates) {
        this.name = name;
        this.loop = loop;
        this.options = options;
        this.meter = new StreamMeter(() -> options.get().maxBitrate());
        this.clock = clock;
        this.lifecycle = lifecycle;
        this.standIn = new StandIn(this, slates);
        this.created = clock.instant();
        this.since = created;
    }

    public String name() {
        return name;
    }

    /** The loop that owns the stream. */
    public EventLoop loop() {
        return loop;
    }

    public State state() {
        return state;
    }

    /** Part of every media address, so that none ever names two contents. */
    public String startId() {
        return Long.toString(created.toEpochMilli(), Character.MAX_RADIX);
    }

    /**
     * The first media sequence number. A segment lasts longer than a second, so a number drawn from
     * the clock is larger than all that were given out before, by this process or another.
     */
    public long firstSequence() {
        return created.getEpochSecond() - SEQUENCE_EPOCH_SECONDS;
    }

    /**
     * The first discontinuity sequence number: the hours on the same clock. Players keep an array
     * by this number and walk through it, so it has to stay small; it grows from programme to
     * programme as long as there is less than one discontinuity an hour.
     */
    public long firstDiscontinuity() {
        return firstSequence() / SECONDS_PER_HOUR;
    }

    /** Who keeps media of the stream says how much, in bytes, for the metrics. */
    public void setHeldBytes(LongSupplier supplier) {
        heldBytes = supplier;
    }

    /** Bytes of media that are kept for viewers. */
    public long heldBytes() {
        return heldBytes.getAsLong();
    }

    /** Bytes of media taken from publishers. */
    public long ingestBytes() {
        return meter.bytes();
    }

    /** Lets a reader join; it begins with the cached group of pictures. */
    public void addReader(StreamReader reader) {
        assert loop.inEventLoop();
        List<Packet> cached = cache.packets();
        if (!cached.isEmpty()) {
            reader.write(cached);
        }
        readers.add(reader);
    }

    public void removeReader(StreamReader reader) {
        assert loop.inEventLoop();
        readers.remove(reader);
    }

    public StreamStatus status() {
        Source current = source;
        StreamStatus.VideoStatus video = meter.video();
        StreamStatus.AudioStatus audio = meter.audio();
        long bitrate =
                (video == null ? 0 : video.bitrate()) + (audio == null ? 0 : audio.bitrate());
        return new StreamStatus(
                name,
                state,
                since,
                current == null ? null : current.publisher().protocol(),
                current == null ? null : current.publisher().address(),
                current == null ? null : current.publisher().agent(),
                video,
                audio,
                current == null ? 0 : bitrate,
                meter.drops(),
                meter.warnings());
    }

    /** Goes on without a publisher from now on, as long as it is to be always on. */
    void keepOpen() {
        assert loop.inEventLoop();
        standIn.open();
    }

    boolean hasPublisher() {
        return source != null;
    }

    /** No epoch has begun. */
    boolean isNew() {
        return epochs == 0;
    }

    @Nullable Epoch epoch() {
        return epoch;
    }

    /** When the publisher was heard last, by the loop's clock. */
    long lastHeardNanos() {
        return lastHeardNanos;
    }

    /** When media came last, from whomever, by the loop's clock. */
    long lastMediaNanos() {
        return lastMediaNanos;
    }

    /** Where what was shown so far ends on the time line, in seconds. */
    double endSeconds() {
        return timeline.end();
    }

    StreamMeter meter() {
        return meter;
    }

    /** The key by which somebody publishes now. Any thread. */
    Optional<String> key() {
        Source current = source;
        return current == null ? Optional.empty() : Optional.of(current.key());
    }

    /** Cuts the publisher off, if it came by this key; with another key it may go on. */
    void cut(String key, String reason) {
        assert loop.inEventLoop();
        Source current = source;
        if (current != null && current.key().equals(key)) {
            current.publisher().close(reason);
            end(current.publication(), reason);
        }
    }

    /** Makes a publisher the stream's source, or says why not. */
    HubPublication connect(String key, Publisher publisher) throws PublishRefusedException {
        assert loop.inEventLoop();
        Source current = source;
        if (current != null) {
            long silentMs =
                    TimeUnit.NANOSECONDS.toMillis(loop.ticker().nanoTime() - lastHeardNanos);
            if (!current.key().equals(key) || silentMs < options.get().silentMs()) {
                throw new PublishRefusedException(
                        Reason.ALREADY_LIVE,
                        "stream " + name + " is already being published",
                        name);
            }
            current.publisher().close("replaced: silent for " + silentMs + " ms");
            disconnect(current.publication(), "replaced");
        }
        cancelTimeout();
        meter.notices(List.of());
        HubPublication publication = new HubPublication(this);
        source = new Source(key, publisher, publication);
        lastHeardNanos = loop.ticker().nanoTime();
        if (state == State.WAITING) {
            since = epochs > 0 ? since : clock.instant();
            change(State.LIVE);
        }
        return publication;
    }

    void begin(HubPublication publication, List<Track> tracks) {
        assert loop.inEventLoop();
        if (!isCurrent(publication)) {
            return;
        }
        standIn.announce(tracks);
        if (!standIn.isShown()) {
            restart(tracks);
        }
    }

    void notices(HubPublication publication, List<String> texts) {
        assert loop.inEventLoop();
        if (isCurrent(publication)) {
            meter.notices(texts);
        }
    }

    /** Begins a new epoch. */
    void restart(List<Track> tracks) {
        for (Track old : placed) {
            tracks.stream()
                    .filter(track -> track.id() == old.id())
                    .forEach(
                            track -> timeline.forget(old.id(), old.timescale(), track.timescale()));
        }
        placed = tracks;
        Epoch next = new Epoch(epochs++, tracks);
        epoch = next;
        needsKeyframe = next.video().isPresent();
        timeline.restart();
        meter.beginEpoch();
        cache.clear();
    }

    /** Takes over the packets' references. */
    void write(HubPublication publication, List<IngestPacket> batch) {
        assert loop.inEventLoop();
        if (!isCurrent(publication) || epoch == null) {
            batch.forEach(packet -> packet.payload().release());
            return;
        }
        lastHeardNanos = loop.ticker().nanoTime();
        deliver(standIn.isShown() ? standIn.giveWay(batch) : batch);
        if (meter.secondsOver() >= MAX_SECONDS_OVER) {
            cutForBitrate();
        }
    }

    /** Puts packets on the time line and hands them to the readers; takes over their references. */
    void deliver(List<IngestPacket> batch) {
        if (batch.isEmpty()) {
            return;
        }
        lastMediaNanos = loop.ticker().nanoTime();
        long nowNanos = System.nanoTime();
        long wallClockMs = clock.millis();
        for (IngestPacket packet : batch) {
            place(packet, wallClockMs - (nowNanos - packet.arrivalNanos()) / 1_000_000);
        }
        for (StreamReader reader : readers) {
            reader.write(outgoing);
        }
        outgoing.forEach(Packet::release);
        outgoing.clear();
    }

    private void cutForBitrate() {
        Source current = source;
        if (current != null) {
            String reason =
                    "%.1f Mb/s for %d s (expected: <= %.1f Mb/s)"
                            .formatted(
                                    meter.bitrate() / MEGA,
                                    meter.secondsOver(),
                                    options.get().maxBitrate() / MEGA);
            lifecycle.cutForBitrate();
            current.publisher().close(reason);
            end(current.publication(), reason);
        }
    }

    private void place(IngestPacket packet, long wallClockMs) {
        Track track = packet.track();
        Timeline.Verdict verdict = timeline.judge(track, packet.dts());
        if (verdict == Timeline.Verdict.JUMP) {
            meter.jump();
            restart(java.util.Objects.requireNonNull(epoch).tracks());
            verdict = timeline.judge(track, packet.dts());
        }
        boolean waiting = needsKeyframe && track.isVideo() && !packet.keyframe();
        boolean empty = !packet.payload().isReadable();
        if (verdict != Timeline.Verdict.TAKE || waiting || empty) {
            meter.drop();
            packet.payload().release();
            return;
        }
        if (track.isVideo()) {
            needsKeyframe = false;
        }
        long dts = timeline.take(track, packet.dts(), packet.duration());
        Packet made =
                new Packet(
                        java.util.Objects.requireNonNull(epoch),
                        track,
                        dts,
                        Math.max(dts, packet.pts() + timeline.ticks(track)),
                        packet.duration(),
                        packet.keyframe(),
                        packet.arrivalNanos(),
                        wallClockMs,
                        packet.payload());
        if (!standIn.isShown()) {
            meter.measure(made);
        }
        cache.add(made);
        outgoing.add(made);
    }

    void cue(HubPublication publication, long timeMs, Cue cue) {
        assert loop.inEventLoop();
        double seconds = timeline.place(timeMs / 1000.0);
        if (isCurrent(publication) && !Double.isNaN(seconds)) {
            tell(seconds, cue);
        }
    }

    /** Says something now, on nobody's clock; false where nobody publishes. */
    boolean cue(Cue cue) {
        assert loop.inEventLoop();
        if (source == null || epoch == null) {
            return false;
        }
        tell(timeline.end(), cue);
        return true;
    }

    private void tell(double seconds, Cue cue) {
        for (StreamReader reader : readers) {
            reader.cue(seconds, cue);
        }
    }

    void end(HubPublication publication, String reason) {
        assert loop.inEventLoop();
        if (isCurrent(publication)) {
            disconnect(publication, reason);
            if (!standIn.isShown()) {
                awaitPublisher();
            }
        }
    }

    /** Nobody publishes, and there is no slate: for a while somebody may come back. */
    void awaitPublisher() {
        change(State.WAITING);
        if (!standIn.isOpen()) {
            timeout =
                    loop.schedule(this::expire, options.get().reconnectMs(), TimeUnit.MILLISECONDS);
        }
    }

    private void disconnect(HubPublication publication, String reason) {
        log.debug("[{}] publisher {} gone: {}", name, publication, reason);
        source = null;
        standIn.publisherLeft();
        if (!standIn.isShown()) {
            interrupt();
        }
    }

    /** What is shown now has ended. */
    void interrupt() {
        epoch = null;
        cache.clear();
        readers.forEach(StreamReader::interrupted);
    }

    private void expire() {
        change(State.ENDED);
        readers.forEach(StreamReader::ended);
        timeout =
                loop.schedule(
                        () -> lifecycle.gone(this),
                        options.get().lingerMs(),
                        TimeUnit.MILLISECONDS);
        log.info("[{}] ended", name);
    }

    /** Ends the stream at once, whoever publishes: the server stops. */
    void stop(String reason) {
        assert loop.inEventLoop();
        Source current = source;
        if (current != null) {
            current.publisher().close(reason);
            disconnect(current.publication(), reason);
        }
        cancelTimeout();
        standIn.close();
        if (state != State.ENDED) {
            change(State.ENDED);
            readers.forEach(StreamReader::ended);
        }
    }

    private boolean isCurrent(HubPublication publication) {
        Source current = source;
        return current != null && current.publication() == publication;
    }

    void cancelTimeout() {
        ScheduledFuture<?> pending = timeout;
        if (pending != null) {
            pending.cancel(false);
            timeout = null;
        }
    }

    void change(State next) {
        state = next;
    }
}
