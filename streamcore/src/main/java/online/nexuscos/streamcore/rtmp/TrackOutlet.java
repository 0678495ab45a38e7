package online.nexuscos.streamcore.rtmp;

import online.nexuscos.streamcore.hub.IngestPacket;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.Track;
import org.jspecify.annotations.Nullable;

/** Where a track's packets go. */
interface TrackOutlet {
    /** The track is about to become another one: what has come so far belongs to the old. */
    void changing(@Nullable Track replaced) throws MediaException;

    /** What comes from here on is of this track. */
    void changed(Track track) throws MediaException;

    /**
     * Takes a packet, and its payload's reference.
     *
     * @param timeMs on the publisher's clock, 64 bits
     */
    void packet(long timeMs, IngestPacket packet) throws MediaException;
}
