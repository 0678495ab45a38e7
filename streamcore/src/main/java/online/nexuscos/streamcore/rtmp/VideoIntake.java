package online.nexuscos.streamcore.rtmp;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.flv.VideoTag;
import online.nexuscos.streamcore.flv.VideoUnit;
import online.nexuscos.streamcore.flv.VideoUnits;
import online.nexuscos.streamcore.hub.IngestPacket;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.Colour;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.media.VideoConfiguration;
import org.jspecify.annotations.Nullable;

/** Makes packets of the tags of a publisher's video track; they begin with a keyframe. */
final class VideoIntake {
    static final int MAX_COMPOSITION_OFFSET_MS = 10_000;
    static final int MAX_PICTURES_WITHOUT_KEYFRAME = 1800;

    private static final int TICKS_PER_MS = VideoConfiguration.TIMESCALE / 1000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private enum State {
        NEEDS_KEYFRAME,
        FLOWING
    }

    private final TrackOutlet outlet;
    private final UnitFaults faults = new UnitFaults();
    private State state = State.NEEDS_KEYFRAME;
    private @Nullable VideoUnits units;
    private @Nullable VideoConfiguration configuration;
    private @Nullable Colour colour;
    private @Nullable Track track;
    private int picturesWithoutKeyframe;
    private long droppedBeforeKeyframe;

    VideoIntake(TrackOutlet outlet) {
        this.outlet = outlet;
    }

    UnitFaults faults() {
        return faults;
    }

    long droppedBeforeKeyframe() {
        return droppedBeforeKeyframe;
    }

    /** What follows must begin with a keyframe: the stream has begun anew. */
    void awaitKeyframe() {
        state = State.NEEDS_KEYFRAME;
    }

    /**
     * Takes one tag.
     *
     * @throws MediaException what the publisher must be told before it is cut off
     */
    void take(VideoTag tag, long timeMs, int nanos, ByteBuf body, long arrivalNanos)
            throws MediaException {
        switch (tag) {
            case VideoTag.Configuration(Codec codec) -> {
                if (body.isReadable()) {
                    changed(units(codec).configure(body));
                }
            }
            case VideoTag.AccessUnit unit -> accessUnit(unit, timeMs, nanos, body, arrivalNanos);
            case VideoTag.Metadata _ -> metadata(body);
            case VideoTag.EndOfSequence _, VideoTag.Command _ -> {}
            case VideoTag.Unsupported refused -> throw new MediaException(refused.refusal());
        }
    }

    private VideoUnits units(Codec codec) throws MediaException {
        if (codec == Codec.VP8) {
            // No MP4 file that browsers play can hold it.
            throw new MediaException(new VideoTag.Unsupported(codec.displayName()).refusal());
        }
        VideoUnits known = units;
        if (known == null || known.codec() != codec) {
            known = VideoUnits.of(codec);
            units = known;
        }
        return known;
    }

    private void metadata(ByteBuf body) throws MediaException {
        try {
            colour = ColourInformation.read(body).orElse(null);
        } catch (MediaException e) {
            faults.add(e);
            return;
        }
        changed(configuration);
    }

    private void changed(@Nullable VideoConfiguration next) throws MediaException {
        if (next == null) {
            return;
        }
        configuration = next;
        Colour said = colour;
        Track shown = Track.video(said == null ? next : next.withColour(said));
        if (!shown.equals(track)) {
            outlet.changing(track);
            track = shown;
            state = State.NEEDS_KEYFRAME;
            outlet.changed(shown);
        }
    }

    private void accessUnit(
            VideoTag.AccessUnit tag, long timeMs, int nanos, ByteBuf body, long arrivalNanos)
            throws MediaException {
        VideoUnits known = units(tag.codec());
        if (!body.isReadable()) {
            return;
        }
        int offsetMs = tag.compositionOffsetMs();
        if (Math.abs(offsetMs) > MAX_COMPOSITION_OFFSET_MS) {
            faults.add("composition offset: " + offsetMs + " ms");
            return;
        }
        VideoUnit unit;
        try {
            unit = known.read(body);
        } catch (MediaException e) {
            faults.add(e);
            return;
        }
        if (unit == null) {
            return;
        }
        try {
            changed(unit.configuration());
            Track of = track;
            if (of == null || !startsOrFollows(unit.keyframe())) {
                return;
            }
            faults.clear();
            long dts = timeMs * TICKS_PER_MS + ticks(nanos);
            long pts = dts + (long) offsetMs * TICKS_PER_MS;
            ByteBuf payload = unit.payload().retain();
            outlet.packet(
                    timeMs,
                    new IngestPacket(of, dts, pts, 0, unit.keyframe(), arrivalNanos, payload));
        } finally {
            unit.payload().release();
        }
    }

    private static long ticks(int nanos) {
        return (long) nanos * VideoConfiguration.TIMESCALE / NANOS_PER_SECOND;
    }

    private boolean startsOrFollows(boolean keyframe) throws MediaException {
        if (keyframe) {
            state = State.FLOWING;
            picturesWithoutKeyframe = 0;
            return true;
        }
        if (state == State.FLOWING) {
            return true;
        }
        droppedBeforeKeyframe++;
        if (++picturesWithoutKeyframe >= MAX_PICTURES_WITHOUT_KEYFRAME) {
            throw new MediaException(
                    "no keyframe in "
                            + MAX_PICTURES_WITHOUT_KEYFRAME
                            + " pictures: send one every 2 seconds");
        }
        return false;
    }
}
