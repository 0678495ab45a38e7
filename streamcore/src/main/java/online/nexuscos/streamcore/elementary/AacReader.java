package online.nexuscos.streamcore.elementary;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.AudioSpecificConfig;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.Track;

/** Raw frames of AAC, one a unit, with their configuration outside. */
final class AacReader implements UnitReader {
    /** The longest frame that the length in an ADTS header could tell. */
    static final int MAX_FRAME = 8191;

    private final Track track;
    private final int samplesPerFrame;
    private final SampleClock clock;

    AacReader(byte[] config) throws MediaException {
        AudioConfiguration audio = AudioSpecificConfig.parse(Unpooled.wrappedBuffer(config));
        track = Track.audio(audio);
        samplesPerFrame = audio.samplesPerFrame();
        clock = new SampleClock(audio.sampleRate());
    }

    @Override
    public Optional<Track> track() {
        return Optional.of(track);
    }

    @Override
    public void read(Timed timed, ByteBuf in, Output out) throws MediaException {
        int size = in.readableBytes();
        if (size > MAX_FRAME) {
            throw new MediaException("AAC frame size: " + size + " (expected: <= 8191)");
        }
        long time = clock.next(timed.pts(), samplesPerFrame);
        out.unit(time, time, samplesPerFrame, true, in.retainedSlice());
    }
}
