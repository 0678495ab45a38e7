package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.AvcDecoderConfiguration;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.HevcDecoderConfiguration;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.VideoConfiguration;
import org.jspecify.annotations.Nullable;

/** Access units of H.264 and HEVC. */
final class NalUnits implements VideoUnits {
    private final Codec codec;
    private int lengthSize;

    NalUnits(Codec codec) {
        this.codec = codec;
    }

    @Override
    public Codec codec() {
        return codec;
    }

    @Override
    public VideoConfiguration configure(ByteBuf body) throws MediaException {
        if (codec == Codec.HEVC) {
            HevcDecoderConfiguration next = HevcDecoderConfiguration.parse(body);
            lengthSize = next.lengthSize();
            return next.video();
        }
        AvcDecoderConfiguration next = AvcDecoderConfiguration.parse(body);
        lengthSize = next.lengthSize();
        return next.video();
    }

    @Override
    public @Nullable VideoUnit read(ByteBuf body) throws MediaException {
        if (lengthSize == 0) {
            throw new MediaException("a picture without its configuration before it");
        }
        NalAccessUnit unit = NalAccessUnit.inspect(codec, body, lengthSize);
        // Parameter sets and messages on their own are no picture to anybody.
        if (!unit.picture()) {
            return null;
        }
        ByteBuf payload = unit.stored() ? body.retainedSlice() : unit.store(body, lengthSize);
        return new VideoUnit(unit.keyframe(), payload, null);
    }
}
