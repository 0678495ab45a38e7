package online.nexuscos.streamcore.elementary;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import online.nexuscos.streamcore.flv.NalAccessUnit;
import online.nexuscos.streamcore.media.AvcDecoderConfiguration;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.HevcDecoderConfiguration;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.Track;

/** H.264 and HEVC that have lengths already, with their configuration outside. */
final class StoredNalReader implements UnitReader {
    private final Track track;
    private final int lengthSize;

    private StoredNalReader(Track track, int lengthSize) {
        this.track = track;
        this.lengthSize = lengthSize;
    }

    static StoredNalReader avc(byte[] record) throws MediaException {
        AvcDecoderConfiguration parsed =
                AvcDecoderConfiguration.parse(Unpooled.wrappedBuffer(record));
        return new StoredNalReader(Track.video(parsed.video()), parsed.lengthSize());
    }

    static StoredNalReader hevc(byte[] record) throws MediaException {
        HevcDecoderConfiguration parsed =
                HevcDecoderConfiguration.parse(Unpooled.wrappedBuffer(record));
        return new StoredNalReader(Track.video(parsed.video()), parsed.lengthSize());
    }

    @Override
    public Optional<Track> track() {
        return Optional.of(track);
    }

    @Override
    public void read(Timed timed, ByteBuf in, Output out) throws MediaException {
        Codec codec = track.configuration().codec();
        NalAccessUnit unit = NalAccessUnit.inspect(codec, in, lengthSize);
        if (unit.picture()) {
            ByteBuf payload = unit.stored() ? in.retainedSlice() : unit.store(in, lengthSize);
            out.unit(timed.dts(), timed.pts(), 0, unit.keyframe(), payload);
        }
    }
}
