package online.nexuscos.streamcore.hub;

import java.util.List;
import online.nexuscos.streamcore.media.Cue;
import online.nexuscos.streamcore.media.Packet;

/** Reads a live stream. Called on the stream's loop; must not block. */
public interface StreamReader {
    /** The next packets, in order. Whoever keeps one retains it. */
    void write(List<Packet> batch);

    /**
     * Something is said at a moment of the stream; most readers have no use for it.
     *
     * @param seconds on the stream's time line, like the packets' times
     */
    default void cue(double seconds, Cue cue) {}

    /** The publisher has gone and may come back; nothing more of this epoch will come. */
    void interrupted();

    /** The stream is over. */
    void ended();
}
