package online.nexuscos.streamcore.packaging;

import io.netty.channel.EventLoop;
import java.util.List;

/** A stream as it is packaged: renditions that share their times and numbers. */
public interface Presentation {
    /** The stream's name. */
    String name();

    /** The loop on which the listeners are called. */
    EventLoop loop();

    /** The renditions; empty until the first part of each can be served. Any thread. */
    List<Rendition> renditions();

    /**
     * Told on {@link #loop} after each change of a rendition's snapshot (a part more, the end).
     * Registered once, on that loop.
     */
    void onChange(ChangeListener listener);

    /** See {@link #onChange}. */
    interface ChangeListener {
        void changed(Rendition rendition);
    }
}
