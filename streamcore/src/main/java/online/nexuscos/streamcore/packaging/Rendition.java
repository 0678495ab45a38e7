package online.nexuscos.streamcore.packaging;

import io.netty.buffer.ByteBuf;
import java.util.List;
import online.nexuscos.streamcore.media.TrackConfiguration;

/** One encoding of a stream's video or audio, and the window of media that is kept of it. */
public interface Rendition {
    /** {@code video} or {@code audio}; unique in its stream. */
    String name();

    TrackConfiguration configuration();

    /** Never changes for the life of the stream's programme; part of every media URI. */
    String startId();

    WindowSnapshot snapshot();

    /**
     * Initialization sections by number, as {@link MediaSegment#initialization} counts them, from
     * 0; a list that only grows, a new one each time.
     */
    List<ByteBuf> initializations();

    /** Bits a second of the fattest segment so far. */
    long peakBitrate();

    /** Bits a second over the window. */
    long averageBitrate();

    /** Closed captions were seen in its pictures, in this epoch or one before. */
    default boolean hasCaptions() {
        return false;
    }

    /** Frames a second, 0 where it is not constant or not video. */
    double frameRate();
}
