package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.OpusHead;
import org.jspecify.annotations.Nullable;

/** Packets of Opus. The first tells how long they are, as long as nobody changes that. */
final class OpusUnits implements AudioUnits {
    /** 120 ms of the largest frames, for each of the streams of eight channels. */
    private static final int MAX_FRAME = 64 * 1024;

    private @Nullable AudioConfiguration configuration;
    private @Nullable AudioUnit usual;

    @Override
    public Codec codec() {
        return Codec.OPUS;
    }

    @Override
    public @Nullable AudioConfiguration configure(ByteBuf body) throws MediaException {
        AudioConfiguration next = OpusHead.parse(body);
        AudioUnit known = usual;
        if (known != null) {
            next = next.withSamplesPerFrame(known.samples());
        }
        configuration = next;
        return known == null ? null : next;
    }

    @Override
    public AudioUnit read(ByteBuf body) throws MediaException {
        int samples = OpusHead.samples(body);
        AudioUnit known = usual;
        if (known != null) {
            return known.samples() == samples ? known : new AudioUnit(samples, null);
        }
        AudioConfiguration said = configuration;
        AudioConfiguration first = said == null ? OpusHead.ofPacket(body) : said;
        usual = new AudioUnit(samples, null);
        configuration = first.withSamplesPerFrame(samples);
        return new AudioUnit(samples, configuration);
    }

    @Override
    public int maxFrame() {
        return MAX_FRAME;
    }
}
