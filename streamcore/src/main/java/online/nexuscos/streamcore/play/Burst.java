package online.nexuscos.streamcore.play;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.Epoch;

/**
 * Packets that follow one another, in the form in which viewers get them. Its buffers are shared by
 * all who hold it, and never written again; whoever keeps one retains it and releases it once.
 *
 * @param beginning what a viewer needs who begins here, or to whom this epoch is new; may be empty
 * @param openingLength the first bytes of {@code beginning} that are only for a connection's first
 * @param media the packets themselves
 * @param entry a viewer can begin here
 * @param epoch of all its packets
 * @param packets in {@code media}
 * @param madeNanos when it was made, by the clock of the loops
 */
record Burst(
        ByteBuf beginning,
        int openingLength,
        ByteBuf media,
        boolean entry,
        Epoch epoch,
        int packets,
        long madeNanos) {

    Burst retain() {
        beginning.retain();
        media.retain();
        return this;
    }

    void release() {
        beginning.release();
        media.release();
    }

    int size() {
        return media.readableBytes();
    }
}
