package online.nexuscos.streamcore.mpegts;

import io.netty.buffer.ByteBuf;
import java.util.List;
import online.nexuscos.streamcore.elementary.ElementaryFormat;
import online.nexuscos.streamcore.media.MediaException;

/** Takes what a transport stream carries. */
public interface TsSink {
    /**
     * The programme's tracks, again when they change; each is called by its PID.
     *
     * @param unknown what else there is, by name, that cannot be taken
     */
    void tracks(List<ElementaryFormat> formats, List<String> unknown) throws MediaException;

    /**
     * One PES packet's payload: an access unit, or several of sound.
     *
     * @param dts 90 kHz, extended beyond its 33 bits
     * @param pts 90 kHz
     * @param payload its reference passes on
     */
    void unit(int pid, long dts, long pts, boolean randomAccess, ByteBuf payload)
            throws MediaException;
}
