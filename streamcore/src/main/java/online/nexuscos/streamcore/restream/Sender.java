package online.nexuscos.streamcore.restream;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.rtmp.client.Ending;

/** One connection to a target; all on one event loop. */
public interface Sender {
    /** Told what becomes of it, on its loop. */
    interface Listener {
        /** Packets may be written. */
        void ready();

        /** There is room again. */
        void writable();

        /** The target wants to be called there next time; the end follows. */
        void moved(TargetAddress next);

        /** It is over; called once. */
        void ended(Ending ending);
    }

    /** Opens connections of one kind. */
    @FunctionalInterface
    interface Opener<A> {
        /**
         * Begins to connect.
         *
         * @param resolved the host's address, which has been judged
         */
        Sender open(EventLoop loop, A address, InetAddress resolved, Listener listener);
    }

    /** May more be written now? */
    boolean isWritable();

    /** The packet belongs to the sender. */
    void write(Packet packet);

    /** Bytes sent so far. */
    long bytes();

    /** Pieces of the stream that it has given up on by itself. */
    long dropped();

    /** Says farewell; {@link Listener#ended} follows. */
    void close(String reason);
}
