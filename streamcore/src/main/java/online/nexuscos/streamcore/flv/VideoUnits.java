package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.VideoConfiguration;
import org.jspecify.annotations.Nullable;

/** Takes the access units of one track out of the bodies of its tags; has the track's state. */
public sealed interface VideoUnits permits NalUnits, Av1Units, VpUnits {
    /** For a codec's tags. */
    static VideoUnits of(Codec codec) {
        return switch (codec) {
            case H264, HEVC -> new NalUnits(codec);
            case AV1 -> new Av1Units();
            case VP9, VP8 -> new VpUnits(codec);
            case AAC, OPUS, MP3, FLAC, AC3, EAC3 ->
                    throw new IllegalArgumentException(codec + " is no video");
        };
    }

    Codec codec();

    /**
     * Takes the body of a configuration tag, which is not empty.
     *
     * @return null where only a keyframe will tell the rest
     * @throws MediaException when no decoder could use it
     */
    @Nullable VideoConfiguration configure(ByteBuf body) throws MediaException;

    /**
     * Takes the body of an access unit's tag, which is not empty.
     *
     * @return null where it holds no picture
     * @throws MediaException when it is broken; later ones may be good
     */
    @Nullable VideoUnit read(ByteBuf body) throws MediaException;
}
