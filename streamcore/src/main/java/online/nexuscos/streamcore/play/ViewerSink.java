package online.nexuscos.streamcore.play;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.hub.Introduction;
import online.nexuscos.streamcore.media.Epoch;

/** Where a {@link Viewer}'s bytes go. Called on the viewer's loop. */
public interface ViewerSink {
    /** Who it is, for the log. */
    String name();

    /** Its address with the port; in brackets where it has colons. */
    String address();

    /** What it says of itself. */
    Introduction introduction();

    /** The viewer has been let in: media follows as soon as there is any. Called once. */
    void begin();

    /** Can its other end use all of these tracks? If not the viewer ends as untaken. */
    boolean takes(Epoch epoch);

    /** May more be written now? When that becomes true again, call {@link Viewer#drain}. */
    boolean isWritable();

    /** The bytes belong to the sink; they may wait there for {@link #flush}. */
    void write(ByteBuf bytes);

    /** What was written is to leave in one go. */
    void flush();

    /** Nothing more will come; called once. */
    void end(Ending ending);
}
