package online.nexuscos.streamcore.flv;

import online.nexuscos.streamcore.media.AudioConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * One frame in a tag, whose payload is the tag's body as it is.
 *
 * @param samples its length, for each channel
 * @param configuration what holds from this frame on, where the frame itself has told; else null
 */
public record AudioUnit(int samples, @Nullable AudioConfiguration configuration) {}
