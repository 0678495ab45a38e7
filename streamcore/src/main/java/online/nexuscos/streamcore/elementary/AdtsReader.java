package online.nexuscos.streamcore.elementary;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Optional;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.Track;
import org.jspecify.annotations.Nullable;

/** AAC in ADTS: headers come off; a unit may hold many frames, and the last may be cut off. */
final class AdtsReader implements UnitReader {
    private static final byte[] NOTHING = {};

    private byte[] rest = NOTHING;

    /** The time stamp of what is cut off, where it has one. */
    private long restTicks = SampleClock.UNKNOWN;

    private int fields = -1;
    private int samplesPerFrame;
    private SampleClock clock = new SampleClock(1);
    private @Nullable Track track;

    @Override
    public Optional<Track> track() {
        return Optional.ofNullable(track);
    }

    @Override
    public void read(Timed timed, ByteBuf in, Output out) throws MediaException {
        if (rest.length == 0) {
            frames(timed, in, false, out);
            return;
        }
        int size = rest.length + in.readableBytes();
        ByteBuf whole = in.alloc().directBuffer(size, size);
        try {
            whole.writeBytes(rest).writeBytes(in, in.readerIndex(), in.readableBytes());
            rest = NOTHING;
            frames(timed, whole, true, out);
        } finally {
            whole.release();
        }
    }

    /**
     * @param continued the first frame began in the unit before: the time stamp is the second's
     */
    private void frames(Timed timed, ByteBuf in, boolean continued, Output out)
            throws MediaException {
        int position = in.readerIndex();
        int frames = 0;
        while (position < in.writerIndex()) {
            Optional<AdtsHeader> found = AdtsHeader.at(in, position);
            if (found.isEmpty() || position + found.get().frameLength() > in.writerIndex()) {
                rest = ByteBufUtil.getBytes(in, position, in.writerIndex() - position);
                restTicks = ticks(timed, continued, frames);
                return;
            }
            AdtsHeader header = found.get();
            configure(header, out);
            long ticks = ticks(timed, continued, frames);
            long time =
                    ticks == SampleClock.UNKNOWN
                            ? clock.following(samplesPerFrame)
                            : clock.next(ticks, samplesPerFrame);
            int start = position + header.headerLength();
            position += header.frameLength();
            frames++;
            if (time != SampleClock.UNKNOWN) {
                out.unit(
                        time,
                        time,
                        samplesPerFrame,
                        true,
                        in.retainedSlice(start, position - start));
            }
        }
    }

    /** The time stamp of a frame; unknown where it follows another of the same unit. */
    private long ticks(Timed timed, boolean continued, int frame) {
        if (continued && frame == 0) {
            return restTicks;
        }
        return frame == (continued ? 1 : 0) ? timed.pts() : SampleClock.UNKNOWN;
    }

    private void configure(AdtsHeader header, Output out) throws MediaException {
        if (header.fields() == fields) {
            return;
        }
        AudioConfiguration next = header.configuration();
        fields = header.fields();
        samplesPerFrame = next.samplesPerFrame();
        clock = new SampleClock(next.sampleRate());
        track = Track.audio(next);
        out.configured();
    }
}
