package online.nexuscos.streamcore.packaging;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import online.nexuscos.streamcore.hub.LiveStream;
import online.nexuscos.streamcore.hub.StreamReader;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.Cue;
import online.nexuscos.streamcore.media.Epoch;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.media.VideoConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one stream into CMAF parts and segments, all renditions at the same times and with the same
 * numbers. It reads the stream on the stream's own loop, so it needs no queue.
 */
public final class Packager implements StreamReader, Presentation {
    /** A track whose packets are this much behind the others' is taken to be missing. */
    private static final double MISSING_SECONDS = 1;

    private static final int MAX_PROBED_PACKETS = 512;
    private static final double MAX_PROBE_SECONDS = 1;

    private final LiveStream stream;
    private final PackagerOptions options;
    private final WallClock wallClock = new WallClock();
    private final List<RenditionPackager> packagers = new ArrayList<>();
    private final List<Packet> probed = new ArrayList<>();
    private final List<ChangeListener> listeners = new ArrayList<>();
    private volatile List<Rendition> renditions = List.of();

    private @Nullable Epoch epoch;
    private @Nullable Cadence cadence;
    private @Nullable Cutter cutter;
    private long sequence;
    private int part;
    private long discontinuities;
    private long nextCue;
    private double leadHead;
    private double audioHead;
    private long lastPartNanos;

    public Packager(LiveStream stream, PackagerOptions options) {
        this.stream = stream;
        this.options = options;
        this.sequence = stream.firstSequence();
        this.discontinuities = stream.firstDiscontinuity();
    }

    @Override
    public void write(List<Packet> batch) {
        for (Packet packet : batch) {
            packet.retain();
            if (epoch == null || epoch.number() != packet.epoch().number()) {
                beginEpoch(packet.epoch());
            }
            if (cutter == null) {
                probe(packet);
            } else {
                take(packet);
            }
        }
        drain();
    }

    /** The rendition that leads carries it. */
    @Override
    public void cue(double seconds, Cue cue) {
        if (packagers.isEmpty() || !packagers.getFirst().cue(nextCue, seconds, cue)) {
            options.metrics().droppedCue();
            return;
        }
        nextCue++;
    }

    @Override
    public void interrupted() {
        finishProbe();
        flush();
        cutter = null;
        epoch = null;
        lastPartNanos = 0;
    }

    @Override
    public void ended() {
        interrupted();
        packagers.forEach(RenditionPackager::end);
    }

    /** Releases all media; on the stream's loop, after {@link #ended}. */
    public void close() {
        probed.forEach(Packet::release);
        probed.clear();
        renditions = List.of();
        packagers.forEach(RenditionPackager::close);
    }

    private void beginEpoch(Epoch next) {
        finishProbe();
        flush();
        boolean first = cadence == null;
        epoch = next;
        cutter = null;
        part = 0;
        wallClock.reset();
        leadHead = Double.NEGATIVE_INFINITY;
        audioHead = Double.NEGATIVE_INFINITY;
        if (!first) {
            discontinuities++;
            packagers.forEach(RenditionPackager::discontinue);
            startCutting(rate(next));
        }
    }

    /** The first packets tell the frame rate, which fixes the length of parts for good. */
    private void probe(Packet packet) {
        probed.add(packet);
        Epoch current = packet.epoch();
        Packet oldest = probed.getFirst();
        double span = packet.track().seconds(packet.dts()) - oldest.track().seconds(oldest.dts());
        long leading =
                probed.stream().filter(each -> each.track().id() == lead(current).id()).count();
        boolean enough = current.video().isEmpty() || leading > FrameRate.PROBE_FRAMES;
        if (enough || span > MAX_PROBE_SECONDS || probed.size() >= MAX_PROBED_PACKETS) {
            finishProbe();
        }
    }

    private void finishProbe() {
        Epoch current = epoch;
        if (current == null || probed.isEmpty()) {
            return;
        }
        startCutting(rate(current));
        probed.forEach(this::take);
        probed.clear();
    }

    private double rate(Epoch current) {
        Track lead = lead(current);
        if (!(lead.configuration() instanceof VideoConfiguration video)) {
            return 0;
        }
        List<Double> times =
                probed.stream()
                        .filter(packet -> packet.track().id() == lead.id())
                        .map(packet -> lead.seconds(packet.dts()))
                        .toList();
        return times.isEmpty() ? video.frameRate() : FrameRate.of(times, video.frameRate());
    }

    private void startCutting(double frameRate) {
        Epoch current = java.util.Objects.requireNonNull(epoch, "epoch is null");
        Optional<AudioConfiguration> audio =
                current.audio().map(track -> (AudioConfiguration) track.configuration());
        Cadence fixed = cadence;
        if (fixed == null) {
            double frame = audio.map(Cadence::frameSeconds).orElse(0.0);
            fixed =
                    current.video().isPresent()
                            ? Cadence.video(frameRate, frame)
                            : Cadence.audio(audio.orElseThrow());
            cadence = fixed;
        }
        boolean video = current.video().isPresent();
        double frameSeconds =
                video
                        ? frameRate == 0 ? 0 : 1 / frameRate
                        : Cadence.frameSeconds(audio.orElseThrow());
        cutter = new Cutter(fixed.forFrame(frameSeconds), frameSeconds);
        for (Track track : current.tracks()) {
            renditionOf(track, fixed, frameRate).begin(track, track.isVideo() ? frameRate : 0);
        }
    }

    private RenditionPackager renditionOf(Track track, Cadence fixed, double frameRate) {
        for (RenditionPackager packager : packagers) {
            if (packager.configuration().getClass() == track.configuration().getClass()) {
                return packager;
            }
        }
        boolean led =
                track.configuration() instanceof AudioConfiguration
                        && java.util.Objects.requireNonNull(epoch).video().isPresent();
        double target =
                led
                        ? fixed.audioPartTarget((AudioConfiguration) track.configuration())
                        : fixed.partTarget();
        RenditionPackager created =
                new RenditionPackager(
                        track,
                        stream.startId(),
                        target,
                        frameRate,
                        options,
                        wallClock,
                        new PartListener(),
                        sequence,
                        discontinuities);
        packagers.add(created);
        return created;
    }

    private static Track lead(Epoch epoch) {
        return epoch.video().orElseGet(epoch.tracks()::getFirst);
    }

    private void take(Packet packet) {
        Cutter cuts = java.util.Objects.requireNonNull(cutter, "cutter is null");
        double seconds = packet.track().seconds(packet.dts());
        wallClock.arrived(seconds, packet.wallClockMs());
        if (packet.track().id() == lead(packet.epoch()).id()) {
            if (Double.isNaN(cuts.partStart())) {
                packagers.forEach(packager -> packager.start(seconds));
            }
            if (seconds >= cuts.partStart() || Double.isNaN(cuts.partStart())) {
                draw(cuts.before(seconds, packet.keyframe()), seconds);
            }
            leadHead = seconds;
        } else {
            audioHead = seconds;
            cutWithoutLead(cuts, seconds);
        }
        for (RenditionPackager packager : packagers) {
            if (packager.configuration().getClass() == packet.track().configuration().getClass()) {
                packager.offer(packet);
                return;
            }
        }
        packet.release();
    }

    private void cutWithoutLead(Cutter cuts, double seconds) {
        if (seconds - leadHead < MISSING_SECONDS) {
            return;
        }
        Cutter.Cut cut;
        do {
            cut = cuts.withoutFrame(seconds - MISSING_SECONDS / 2);
            draw(cut, cuts.partStart());
            leadHead = Math.max(leadHead, cuts.partStart());
        } while (cut != Cutter.Cut.NONE);
    }

    private void draw(Cutter.Cut cut, double seconds) {
        if (cut == Cutter.Cut.NONE) {
            return;
        }
        mark(seconds, cut == Cutter.Cut.SEGMENT);
    }

    private void mark(double seconds, boolean endsSegment) {
        Boundary boundary = new Boundary(seconds, sequence, part, endsSegment);
        packagers.forEach(packager -> packager.boundary(boundary));
        if (endsSegment) {
            sequence++;
            part = 0;
            wallClock.adjust();
        } else {
            part++;
        }
    }

    private void drain() {
        double newest = Math.max(leadHead, audioHead);
        for (RenditionPackager packager : packagers) {
            packager.drain(leadHead, newest - MISSING_SECONDS);
        }
    }

    /** Ends the part and the segment in the making, for good. */
    private void flush() {
        Cutter cuts = cutter;
        if (cuts == null || Double.isNaN(cuts.partStart())) {
            return;
        }
        Boundary end = new Boundary(Math.max(leadHead, audioHead), sequence, part, true);
        sequence++;
        part = 0;
        packagers.forEach(RenditionPackager::drainAll);
        double latest =
                packagers.stream().mapToDouble(RenditionPackager::endSeconds).max().orElse(0);
        packagers.forEach(packager -> packager.flush(end, latest));
    }

    private final class PartListener implements RenditionPackager.Listener {
        @Override
        public void published(RenditionPackager rendition, @Nullable MediaPart made) {
            if (made != null && rendition == packagers.getFirst()) {
                long now = System.nanoTime();
                double since = (now - lastPartNanos) / 1e9;
                options.metrics()
                        .part(lastPartNanos != 0 && since > 2 * rendition.snapshot().partTarget());
                lastPartNanos = now;
            }
            if (renditions.size() < packagers.size()
                    && packagers.stream().noneMatch(each -> each.snapshot().segments().isEmpty())) {
                renditions = List.copyOf(packagers);
                stream.setHeldBytes(Packager.this::heldBytes);
            }
            listeners.forEach(listener -> listener.changed(rendition));
        }

        @Override
        public void sampleServed(long arrivalNanos) {
            options.metrics().sampleServed(System.nanoTime() - arrivalNanos);
        }

        @Override
        public void droppedLate() {
            options.metrics().lateSample();
        }
    }

    private long heldBytes() {
        return packagers.stream().mapToLong(RenditionPackager::windowBytes).sum();
    }

    @Override
    public String name() {
        return stream.name();
    }

    @Override
    public EventLoop loop() {
        return stream.loop();
    }

    @Override
    public List<Rendition> renditions() {
        return renditions;
    }

    @Override
    public void onChange(ChangeListener listener) {
        listeners.add(listener);
    }
}
