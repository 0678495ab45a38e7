package online.nexuscos.streamcore.rtmp;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.flv.AudioTag;
import online.nexuscos.streamcore.flv.AudioUnit;
import online.nexuscos.streamcore.flv.AudioUnits;
import online.nexuscos.streamcore.hub.IngestPacket;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.Track;
import org.jspecify.annotations.Nullable;

/** Makes packets of the tags of a publisher's audio track. */
final class AudioIntake {
    private final TrackOutlet outlet;
    private final UnitFaults faults = new UnitFaults();
    private @Nullable AudioUnits units;
    private @Nullable Track track;
    private SampleClock clock = new SampleClock(1);

    AudioIntake(TrackOutlet outlet) {
        this.outlet = outlet;
    }

    UnitFaults faults() {
        return faults;
    }

    /**
     * Takes one tag.
     *
     * @throws MediaException what the publisher must be told before it is cut off
     */
    void take(AudioTag tag, long timeMs, int nanos, ByteBuf body, long arrivalNanos)
            throws MediaException {
        switch (tag) {
            case AudioTag.Configuration(Codec codec) -> {
                AudioUnits known = units(codec);
                if (body.isReadable()) {
                    changed(known.configure(body));
                }
            }
            case AudioTag.Frame(Codec codec) -> {
                AudioUnits known = units(codec);
                if (body.isReadable()) {
                    frame(known, timeMs, nanos, body, arrivalNanos);
                }
            }
            // Of the codecs here each says itself which speakers its channels are for.
            case AudioTag.ChannelOrder _, AudioTag.EndOfSequence _ -> {}
            case AudioTag.Unsupported refused -> throw new MediaException(refused.refusal());
        }
    }

    private AudioUnits units(Codec codec) {
        AudioUnits known = units;
        if (known == null || known.codec() != codec) {
            known = AudioUnits.of(codec);
            units = known;
        }
        return known;
    }

    private void changed(@Nullable AudioConfiguration next) throws MediaException {
        if (next == null) {
            return;
        }
        Track shown = Track.audio(next);
        if (!shown.equals(track)) {
            outlet.changing(track);
            track = shown;
            clock = new SampleClock(next.sampleRate());
            outlet.changed(shown);
        }
    }

    private void frame(AudioUnits known, long timeMs, int nanos, ByteBuf body, long arrivalNanos)
            throws MediaException {
        int size = body.readableBytes();
        if (size > known.maxFrame()) {
            String name = known.codec().displayName();
            faults.add(name + " frame size: " + size + " (expected: <= " + known.maxFrame() + ")");
            return;
        }
        AudioUnit unit;
        try {
            unit = known.read(body);
        } catch (MediaException e) {
            faults.add(e);
            return;
        }
        changed(unit.configuration());
        Track of = track;
        if (of == null) {
            return;
        }
        faults.clear();
        long time = clock.next(timeMs, nanos, unit.samples());
        outlet.packet(
                timeMs,
                new IngestPacket(
                        of, time, time, unit.samples(), true, arrivalNanos, body.retainedSlice()));
    }
}
