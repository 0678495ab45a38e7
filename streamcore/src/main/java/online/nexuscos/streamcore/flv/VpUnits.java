package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.VideoConfiguration;
import online.nexuscos.streamcore.media.VpDecoderConfiguration;
import online.nexuscos.streamcore.media.VpFrameHeader;
import org.jspecify.annotations.Nullable;

/** Frames of VP9 and VP8, whose keyframes tell what the configuration does not. */
final class VpUnits implements VideoUnits {
    private final Codec codec;
    private VpDecoderConfiguration said = VpDecoderConfiguration.UNKNOWN;
    private VpFrameHeader.@Nullable Key last;

    VpUnits(Codec codec) {
        this.codec = codec;
    }

    @Override
    public Codec codec() {
        return codec;
    }

    @Override
    public @Nullable VideoConfiguration configure(ByteBuf body) throws MediaException {
        said = VpDecoderConfiguration.parse(body);
        VpFrameHeader.Key key = last;
        return key == null ? null : said.with(codec, key);
    }

    @Override
    public VideoUnit read(ByteBuf body) throws MediaException {
        VpFrameHeader header =
                codec == Codec.VP9 ? VpFrameHeader.ofVp9(body) : VpFrameHeader.ofVp8(body);
        return switch (header) {
            case VpFrameHeader.Inter _ -> {
                if (last == null) {
                    throw new MediaException("a picture without a keyframe before it");
                }
                yield new VideoUnit(false, body.retainedSlice(), null);
            }
            case VpFrameHeader.Key key -> {
                VideoConfiguration changed = key.equals(last) ? null : said.with(codec, key);
                last = key;
                yield new VideoUnit(true, body.retainedSlice(), changed);
            }
        };
    }
}
