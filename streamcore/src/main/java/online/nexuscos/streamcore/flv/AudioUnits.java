package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.MediaException;
import org.jspecify.annotations.Nullable;

/** Reads the frames of one track in the bodies of its tags; has the track's state. */
public sealed interface AudioUnits permits AacUnits, OpusUnits, FlacUnits, SelfDescribingUnits {
    /** For a codec's tags. */
    static AudioUnits of(Codec codec) {
        return switch (codec) {
            case AAC -> new AacUnits();
            case OPUS -> new OpusUnits();
            case FLAC -> new FlacUnits();
            case MP3, AC3, EAC3 -> new SelfDescribingUnits(codec);
            case H264, HEVC, AV1, VP9, VP8 ->
                    throw new IllegalArgumentException(codec + " is no sound");
        };
    }

    Codec codec();

    /**
     * Takes the body of a configuration tag, which is not empty.
     *
     * @return null where only a frame will tell the rest
     * @throws MediaException when no decoder could use it
     */
    @Nullable AudioConfiguration configure(ByteBuf body) throws MediaException;

    /**
     * Takes the body of a frame's tag, which is not empty, without moving its indices.
     *
     * @throws MediaException when it is broken; later ones may be good
     */
    AudioUnit read(ByteBuf body) throws MediaException;

    /** The largest frame of the codec, in bytes. */
    int maxFrame();
}
