package online.nexuscos.streamcore.hub;

import online.nexuscos.streamcore.media.Packet;

/** Where a {@link BoundedReader} puts its packets. Called on the reader's loop. */
public interface PacketSink {
    /** May more be written now? When that becomes true again, call {@link BoundedReader#drain}. */
    boolean isWritable();

    /** The packet belongs to the sink. */
    void write(Packet packet);

    /** Nothing more will come; the reason is for the log. */
    void close(String reason);
}
