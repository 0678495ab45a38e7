package online.nexuscos.streamcore.elementary;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.OpusHead;
import online.nexuscos.streamcore.media.Track;

/** Packets of Opus, one a unit, with their header outside. */
final class OpusReader implements UnitReader {
    private final Track track;
    private final SampleClock clock = new SampleClock(OpusHead.SAMPLE_RATE);

    OpusReader(byte[] head) throws MediaException {
        track = Track.audio(OpusHead.parse(Unpooled.wrappedBuffer(head)));
    }

    @Override
    public Optional<Track> track() {
        return Optional.of(track);
    }

    @Override
    public void read(Timed timed, ByteBuf in, Output out) throws MediaException {
        int samples = OpusHead.samples(in);
        long time = clock.next(timed.pts(), samples);
        out.unit(time, time, samples, true, in.retainedSlice());
    }
}
