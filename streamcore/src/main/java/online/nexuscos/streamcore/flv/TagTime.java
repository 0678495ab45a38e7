package online.nexuscos.streamcore.flv;

import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.Track;

/** Times of packets as tags have them: whole milliseconds. */
public final class TagTime {
    private static final int MAX_OFFSET_MS = (1 << 23) - 1;

    private TagTime() {}

    /**
     * Decoding time in milliseconds, rounded down, so that it never goes back where the packets'
     * times do not; 64 bits, of which tags and messages carry the lower 32.
     */
    public static long timestampMs(Packet packet) {
        return ms(packet.track(), packet.dts());
    }

    /** Presentation time less decoding time, as a tag can tell it: -2^23 to 2^23 - 1. */
    static int compositionOffsetMs(Packet packet) {
        long offset = ms(packet.track(), packet.pts()) - timestampMs(packet);
        return Math.clamp(offset, -MAX_OFFSET_MS - 1, MAX_OFFSET_MS);
    }

    private static long ms(Track track, long ticks) {
        return Math.floorDiv(ticks * 1000, track.timescale());
    }
}
