package online.nexuscos.streamcore.rtmp;

import io.netty.channel.EventLoop;
import online.nexuscos.streamcore.play.Viewer;
import online.nexuscos.streamcore.play.ViewerSink;

/** Lets players in; RTMP's view of what is played. */
@FunctionalInterface
public interface PlayGate {
    /**
     * Lets a player in, now or when the stream begins, or refuses it through its sink.
     *
     * @param pass what the player brings to be let in, may be empty
     * @param loop the player's event loop, which calls
     */
    Viewer join(String stream, String pass, EventLoop loop, ViewerSink sink);
}
