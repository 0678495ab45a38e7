package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.VideoConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * One access unit out of a tag.
 *
 * @param keyframe a decoder can start here
 * @param payload in the form of the media model; its reference passes with the record
 * @param configuration what holds from this unit on, where the unit itself has told; else null
 */
public record VideoUnit(
        boolean keyframe, ByteBuf payload, @Nullable VideoConfiguration configuration) {}
