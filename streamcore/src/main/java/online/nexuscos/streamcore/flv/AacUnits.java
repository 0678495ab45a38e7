package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.AudioSpecificConfig;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.MediaException;
import org.jspecify.annotations.Nullable;

/** Raw frames of AAC. */
final class AacUnits implements AudioUnits {
    /** The longest frame that the length in an ADTS header could tell. */
    private static final int MAX_FRAME = 8191;

    private @Nullable AudioUnit each;

    @Override
    public Codec codec() {
        return Codec.AAC;
    }

    @Override
    public AudioConfiguration configure(ByteBuf body) throws MediaException {
        AudioConfiguration next = AudioSpecificConfig.parse(body);
        each = new AudioUnit(next.samplesPerFrame(), null);
        return next;
    }

    @Override
    public AudioUnit read(ByteBuf body) throws MediaException {
        if (each == null) {
            throw new MediaException("an AAC frame without an AAC configuration before it");
        }
        return each;
    }

    @Override
    public int maxFrame() {
        return MAX_FRAME;
    }
}
