package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.FlacStreamInfo;
import online.nexuscos.streamcore.media.MediaException;
import org.jspecify.annotations.Nullable;

/** Frames of FLAC. */
final class FlacUnits implements AudioUnits {
    /** 4608 samples of eight channels in 24 bits, uncompressed, and some. */
    private static final int MAX_FRAME = 1024 * 1024;

    private @Nullable AudioUnit usual;

    @Override
    public Codec codec() {
        return Codec.FLAC;
    }

    @Override
    public AudioConfiguration configure(ByteBuf body) throws MediaException {
        AudioConfiguration next = FlacStreamInfo.parse(body);
        usual = new AudioUnit(next.samplesPerFrame(), null);
        return next;
    }

    @Override
    public AudioUnit read(ByteBuf body) throws MediaException {
        AudioUnit known = usual;
        if (known == null) {
            throw new MediaException("a FLAC frame without a FLAC header before it");
        }
        int samples = FlacStreamInfo.samples(body);
        return known.samples() == samples ? known : new AudioUnit(samples, null);
    }

    @Override
    public int maxFrame() {
        return MAX_FRAME;
    }
}
