package online.nexuscos.streamcore.pull;

import io.netty.buffer.ByteBuf;
import java.util.List;
import online.nexuscos.streamcore.elementary.ElementaryFormat;

/** Takes what a source brings, in order, on one event loop. */
public interface SourceSink {
    /** Why a source brings nothing more. */
    enum End {
        /** It came to its end. */
        OVER,
        /** It could not be reached or read. */
        FAILED,
        /** The process that read it ended by itself. */
        CRASHED
    }

    /** Which tracks follow; again when they change. */
    void tracks(List<ElementaryFormat> formats);

    /**
     * One access unit.
     *
     * @param dts 90 kHz
     * @param pts 90 kHz
     * @param payload passes to the sink
     */
    void unit(int track, long dts, long pts, boolean keyframe, ByteBuf payload);

    /** What one read of the socket brought is complete. */
    void readComplete();

    /**
     * Nothing more comes; called once.
     *
     * @param reason in plain words, without credentials
     */
    void ended(End end, String reason);
}
