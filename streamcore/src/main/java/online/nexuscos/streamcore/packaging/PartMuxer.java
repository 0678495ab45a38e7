package online.nexuscos.streamcore.packaging;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.Track;

/**
 * Writes one track's packets as CMAF chunks (ISO/IEC 23000-19) into memory. One owner thread; never
 * blocks. What it puts out is a direct buffer that belongs to the caller.
 */
public interface PartMuxer extends AutoCloseable {
    /** The initialization section: ftyp and moov. */
    ByteBuf initialization();

    /**
     * Adds a packet to the part in the making; does not keep the payload.
     *
     * @param packet its times are written as they are
     * @param duration in the track's time scale, 1 or more
     */
    void write(Packet packet, long duration);

    /** As {@link #part(int)}, with nothing before the moof. */
    default ByteBuf part() {
        return part(0);
    }

    /**
     * Ends the part: exactly one moof and one mdat with what was written since the last.
     *
     * @param room bytes before the moof that the caller will fill; their content is arbitrary
     */
    ByteBuf part(int room);

    @Override
    void close();

    /** Opens muxers; a caller opens one for each track of an epoch. */
    interface Factory {
        PartMuxer open(Track track);
    }
}
