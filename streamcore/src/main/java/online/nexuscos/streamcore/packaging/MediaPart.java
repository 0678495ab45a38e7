package online.nexuscos.streamcore.packaging;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A part of a segment, as a playlist lists it.
 *
 * @param number in its segment, from 0
 * @param duration in seconds
 * @param independent it begins with a keyframe
 * @param data its bytes, or null where media is missing (a gap)
 */
public record MediaPart(int number, double duration, boolean independent, @Nullable ByteBuf data) {
    public boolean isGap() {
        return data == null;
    }
}
