package online.nexuscos.streamcore.rtmp.chunk;

import online.nexuscos.streamcore.rtmp.amf.RtmpException;

/** Takes the messages a {@link ChunkReader} has put together. */
@FunctionalInterface
public interface MessageSink {
    /** Takes over the payload, even if it throws. May close the reader or change its limits. */
    void message(RawMessage message) throws RtmpException;
}
