package online.nexuscos.streamcore.pull;

import io.netty.channel.EventLoop;

/** Fetches media from elsewhere and takes it out of its container, outside of this process. */
public interface SourceReader {
    /**
     * Begins to read; never waits.
     *
     * @param loop on which the sink is called
     */
    Reading read(SourceRequest request, EventLoop loop, SourceSink sink);

    /** A source that is being read. */
    interface Reading {
        /** Ends it from any thread; the sink hears nothing more. */
        void close();
    }
}
