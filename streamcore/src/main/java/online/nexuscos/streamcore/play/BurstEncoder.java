package online.nexuscos.streamcore.play;

import io.netty.buffer.ByteBuf;
import java.util.List;
import online.nexuscos.streamcore.media.Epoch;
import online.nexuscos.streamcore.media.Packet;

/** Puts one stream's packets into the form of a protocol. On the stream's loop. */
interface BurstEncoder {
    /** Whether the form has a place for all the tracks' codecs. */
    boolean fits(Epoch epoch);

    /**
     * What a viewer needs who begins before this packet: the file's header, if there is one, in its
     * first {@link #openingLength} bytes. The caller owns it.
     */
    ByteBuf beginning(Packet first);

    /** Bytes of the file's header, which goes to each viewer once. */
    int openingLength();

    /** Packets of one epoch, in order. The caller owns the result, and the packets still. */
    ByteBuf encode(List<Packet> packets);
}
