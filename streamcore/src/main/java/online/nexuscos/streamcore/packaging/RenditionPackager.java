package online.nexuscos.streamcore.packaging;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import online.nexuscos.streamcore.media.Captions;
import online.nexuscos.streamcore.media.Cue;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.media.TrackConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Packages one track: puts its packets between the boundaries that the stream's cutter draws. Runs
 * on the stream's loop; what others read is published in volatile fields.
 */
final class RenditionPackager implements Rendition {
    /** What it tells the packager of its stream. */
    interface Listener {
        void published(RenditionPackager rendition, @Nullable MediaPart part);

        void sampleServed(long arrivalNanos);

        void droppedLate();
    }

    /** Packets of one track that may wait for a boundary; beyond, the oldest are dropped. */
    private static final int MAX_PENDING = 4096;

    /** In seconds: a part cannot last no time at all. */
    private static final double SHORTEST_GAP = 0.001;

    /**
     * What a part that is not its segment's last must have of the target: see EXT-X-PART in RFC
     * 8216bis.
     */
    private static final double LEAST_OF_TARGET = 0.85;

    private final String name;
    private final String startId;
    private final PartMuxer.Factory muxers;
    private final WallClock wallClock;
    private final Listener listener;
    private final SegmentWindow window;
    private final double partTarget;
    private final CueLane cues;

    private final Deque<Packet> pending = new ArrayDeque<>();
    private final Deque<Boundary> boundaries = new ArrayDeque<>();
    private final List<Long> arrivals = new ArrayList<>();
    private final List<MediaPart> parts = new ArrayList<>();
    private @Nullable PartMuxer muxer;
    private @Nullable Packet held;
    private int initialization;
    private long sequence;
    private boolean discontinuity;
    private long discontinuitySequence;
    private boolean ended;
    private double segmentSeconds = Double.NaN;
    private long segmentStart = MediaSegment.NO_MEDIA;
    private long partFirstDts;
    private long partFirstPts;
    private long partEndDts;
    private boolean partIndependent;
    private int samples;
    private double closedUntil = Double.NEGATIVE_INFINITY;
    private double epochSeconds = Double.NaN;
    private double shift;
    private double stretchedTo;

    private final LastSound lastSound = new LastSound();
    private LastSample lastSample;
    private volatile Track track;
    private volatile double frameRate;
    private volatile List<ByteBuf> initializations = List.of();
    private volatile WindowSnapshot snapshot;
    private volatile long peakBitrate;
    private volatile long averageBitrate;
    private volatile boolean captions;

    RenditionPackager(
            Track track,
            String startId,
            double partTarget,
            double frameRate,
            PackagerOptions options,
            WallClock wallClock,
            Listener listener,
            long firstSequence,
            long discontinuitySequence) {
        this.name = track.isVideo() ? "video" : "audio";
        this.track = track;
        this.startId = startId;
        this.partTarget = partTarget;
        this.frameRate = frameRate;
        this.lastSample = new LastSample(track, frameRate, partTarget);
        this.muxers = options.muxers();
        this.wallClock = wallClock;
        this.listener = listener;
        this.cues = new CueLane(wallClock);
        this.window = new SegmentWindow(options::window);
        this.sequence = firstSequence;
        this.discontinuitySequence = discontinuitySequence;
        this.snapshot =
                new WindowSnapshot(List.of(), List.of(), firstSequence, 0, partTarget, false);
    }

    /** Opens a muxer for an epoch's track; the next packet begins a discontinuity if not first. */
    void begin(Track newTrack, double newFrameRate) {
        closeMuxer();
        PartMuxer opened = muxers.open(newTrack);
        muxer = opened;
        track = newTrack;
        frameRate = newFrameRate;
        lastSample = new LastSample(newTrack, newFrameRate, partTarget);
        ByteBuf section = opened.initialization();
        // A slate comes again and again: the list must not grow with it.
        int known = initializations.indexOf(section);
        if (known >= 0) {
            initialization = known;
            section.release();
        } else {
            initialization = initializations.size();
            List<ByteBuf> grown = new ArrayList<>(initializations);
            grown.add(section);
            initializations = List.copyOf(grown);
        }
    }

    /** The next segment does not follow from the one before. */
    void discontinue() {
        discontinuity = true;
        discontinuitySequence++;
        closedUntil = Double.NEGATIVE_INFINITY;
    }

    /** The epoch begins here: what was taken before has nothing to go with. */
    void start(double seconds) {
        closedUntil = seconds;
        epochSeconds = seconds;
        shift = 0;
        pending.removeIf(packet -> {
            boolean early = seconds(packet) < seconds;
            if (early) {
                packet.release();
            }
            return early;
        });
    }

    /** A packet to come between boundaries; takes over its reference. */
    void offer(Packet packet) {
        if (packet.track().seconds(packet.dts()) < closedUntil) {
            packet.release();
            listener.droppedLate();
            return;
        }
        if (pending.size() == MAX_PENDING) {
            pending.removeFirst().release();
            listener.droppedLate();
        }
        pending.addLast(packet);
    }

    /** See {@link CueLane#add}. */
    boolean cue(long number, double seconds, Cue cue) {
        return cues.add(number, seconds, cue);
    }

    void boundary(Boundary boundary) {
        boundaries.addLast(boundary);
    }

    /**
     * Does what can be done.
     *
     * @param head no boundary will come before or at this time, in seconds, but those known
     * @param force boundaries before this time are drawn even though media for them is missing
     */
    void drain(double head, double force) {
        while (true) {
            Packet packet = pending.peekFirst();
            Boundary boundary = boundaries.peekFirst();
            if (boundary != null && isDue(boundary, packet, force)) {
                close(boundaries.removeFirst(), packet);
            } else if (packet != null && seconds(packet) <= head + 1e-9) {
                accept(pending.removeFirst());
            } else {
                return;
            }
        }
    }

    /** Takes all that waits for a boundary: none of this epoch will come but its end. */
    void drainAll() {
        drain(Double.MAX_VALUE, Double.NEGATIVE_INFINITY);
    }

    /** Where the last packet that was taken ends, in seconds. */
    double endSeconds() {
        Packet last = held;
        return last == null ? closedUntil : track.seconds(last.dts() + lastSample.nominal(last));
    }

    /**
     * Puts out the rest: the publisher has gone, or the epoch ends.
     *
     * @param latest where the longest rendition ends: what is short of it by less than {@link
     *     LastSample#MAX_STRETCH} lasts as long, so that players find no hole before the next epoch
     */
    void flush(Boundary end, double latest) {
        stretchedTo = latest;
        boundaries.addLast(end);
        drain(Double.MAX_VALUE, Double.MAX_VALUE);
        stretchedTo = 0;
    }

    private boolean isDue(Boundary boundary, @Nullable Packet next, double force) {
        double limit = boundary.seconds() + (boundary.endsSegment() ? 0 : shift) - 1e-9;
        if (next == null) {
            Packet last = held;
            boolean complete =
                    last != null
                            && last.duration() > 0
                            && track.seconds(last.dts() + last.duration()) >= limit
                            && (boundary.endsSegment() || !isTooShortWith(last));
            return complete || boundary.seconds() <= force;
        }
        if (seconds(next) < limit) {
            return !boundary.endsSegment() && wouldBeTooLong(next);
        }
        // A part is never empty only because it is shorter than a frame: it borrows the next one.
        boolean borrows =
                samples == 0
                        && held == null
                        && next.duration() > 0
                        && track.seconds(next.dts() - next.duration()) < limit;
        return !borrows && (boundary.endsSegment() || !isTooShort(next));
    }

    /** A part that began late would be too short if it ended after this frame. */
    private boolean isTooShortWith(Packet last) {
        return track.seconds(last.dts() + last.duration() - partFirstDts)
                < LEAST_OF_TARGET * partTarget;
    }

    /** Where frames were missing, a part begins late: then it takes more before it ends. */
    private boolean isTooShort(Packet next) {
        return held != null
                && next.duration() > 0
                && track.seconds(next.dts() - partFirstDts) < LEAST_OF_TARGET * partTarget
                && !wouldBeTooLong(next);
    }

    /** Where frames have gaps between them, as many as usual can be too many for a part. */
    private boolean wouldBeTooLong(Packet next) {
        Packet last = held;
        if (next.duration() == 0 || last == null) {
            return false;
        }
        return track.seconds(next.dts() + next.duration() - partFirstDts) > partTarget;
    }

    private double seconds(Packet packet) {
        return packet.track().seconds(packet.dts());
    }

    private void accept(Packet packet) {
        Packet last = held;
        if (last != null) {
            mux(last, packet.dts() - last.dts());
        }
        if (samples == 0 && last == null) {
            partFirstDts = packet.dts();
            partFirstPts = packet.pts();
            if (segmentStart == MediaSegment.NO_MEDIA) {
                segmentStart = packet.pts();
            }
            partIndependent = packet.keyframe();
            if (Double.isNaN(segmentSeconds)) {
                segmentSeconds = seconds(packet);
            }
            if (!Double.isNaN(epochSeconds)) {
                // A track may begin a little after the one that leads (sound by the delay of
                // B-frames). So that its first part is not too short, its boundaries move by as
                // much; the last part of the segment makes up for it.
                double late = seconds(packet) - epochSeconds;
                shift = late < partTarget ? late : 0;
                epochSeconds = Double.NaN;
            }
        }
        if (!captions) {
            captions = Captions.areIn(track.configuration().codec(), packet.payload());
        }
        held = packet;
    }

    private void mux(Packet packet, long duration) {
        PartMuxer open = muxer;
        if (open != null) {
            long positive = Math.max(1, duration);
            open.write(packet, positive);
            partEndDts = packet.dts() + positive;
            samples++;
            arrivals.add(packet.arrivalNanos());
            lastSound.keep(packet);
        }
        packet.release();
    }

    private void close(Boundary boundary, @Nullable Packet next) {
        if (held == null && boundary.endsSegment()) {
            Packet again = lastSoundAgain();
            if (again != null) {
                accept(again);
            }
        }
        Packet last = held;
        if (last != null) {
            held = null;
            mux(
                    last,
                    lastSample.duration(last, partFirstDts, boundary.seconds(), next, stretchedTo));
        }
        MediaPart part = samples == 0 ? gap(boundary) : part(boundary);
        closedUntil = Math.max(closedUntil, boundary.seconds());
        parts.add(part);
        samples = 0;
        if (boundary.endsSegment()) {
            window.add(segment(true));
            peakBitrate = window.peakBitrate();
            averageBitrate = window.averageBitrate();
            parts.clear();
            discontinuity = false;
            shift = 0;
            segmentSeconds = Double.NaN;
            segmentStart = MediaSegment.NO_MEDIA;
            cues.endSegment();
            sequence = boundary.sequence() + 1;
        }
        publish();
        window.releaseEvicted();
        listener.published(this, part);
        arrivals.forEach(listener::sampleServed);
        arrivals.clear();
    }

    /** Where the sound ended with the part before, and the picture did not. */
    private @Nullable Packet lastSoundAgain() {
        double missing = stretchedTo - track.seconds(partEndDts);
        boolean little = missing > SHORTEST_GAP && missing <= LastSample.MAX_STRETCH;
        return samples == 0 && little
                ? lastSound.again(partEndDts, (long) (missing * track.timescale()))
                : null;
    }

    private MediaPart part(Boundary boundary) {
        ByteBuf data =
                java.util.Objects.requireNonNull(muxer, "muxer is null")
                        .part(ProducerReferenceTime.SIZE + cues.size());
        ProducerReferenceTime.write(
                data, 0, partFirstPts, wallClock.at(track.seconds(partFirstDts)));
        cues.write(data, ProducerReferenceTime.SIZE, track, partFirstPts);
        double duration = track.seconds(partEndDts - partFirstDts);
        return new MediaPart(boundary.part(), duration, partIndependent, data);
    }

    private MediaPart gap(Boundary boundary) {
        double covered = Math.max(closedUntil, track.seconds(partEndDts));
        double missing = boundary.seconds() - covered;
        if (Double.isNaN(segmentSeconds)) {
            segmentSeconds = Math.min(covered, boundary.seconds());
        }
        return new MediaPart(
                boundary.part(), Math.clamp(missing, SHORTEST_GAP, partTarget), false, null);
    }

    private MediaSegment segment(boolean complete) {
        return new MediaSegment(
                sequence,
                track,
                segmentStart,
                initialization,
                discontinuity,
                discontinuitySequence,
                wallClock.at(segmentSeconds),
                complete,
                List.copyOf(parts),
                cues.ofSegment());
    }

    private void publish() {
        List<MediaSegment> segments = window.listed();
        if (!parts.isEmpty()) {
            segments.add(segment(false));
        }
        snapshot =
                new WindowSnapshot(
                        List.copyOf(segments),
                        window.retired(),
                        sequence,
                        parts.size(),
                        partTarget,
                        ended);
    }

    void end() {
        ended = true;
        publish();
        listener.published(this, null);
    }

    void close() {
        closeMuxer();
        pending.forEach(Packet::release);
        pending.clear();
        List<MediaPart> unfinished = List.copyOf(parts);
        List<ByteBuf> sections = initializations;
        parts.clear();
        window.close();
        initializations = List.of();
        snapshot = new WindowSnapshot(List.of(), List.of(), sequence, 0, partTarget, true);
        window.releaseEvicted();
        sections.forEach(ByteBuf::release);
        for (MediaPart part : unfinished) {
            if (part.data() != null) {
                part.data().release();
            }
        }
    }

    private void closeMuxer() {
        lastSound.forget();
        Packet last = held;
        held = null;
        if (last != null) {
            last.release();
        }
        PartMuxer open = muxer;
        muxer = null;
        if (open != null) {
            open.close();
        }
    }

    /** Bytes of media that are kept, complete segments alone. */
    long windowBytes() {
        return window.bytes();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public TrackConfiguration configuration() {
        return track.configuration();
    }

    @Override
    public String startId() {
        return startId;
    }

    @Override
    public WindowSnapshot snapshot() {
        return snapshot;
    }

    @Override
    public List<ByteBuf> initializations() {
        return initializations;
    }

    @Override
    public long peakBitrate() {
        return peakBitrate;
    }

    @Override
    public long averageBitrate() {
        return averageBitrate;
    }

    @Override
    public boolean hasCaptions() {
        return captions;
    }

    @Override
    public double frameRate() {
        return frameRate;
    }
}
