package online.nexuscos.streamcore.packaging;

import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.Track;
import org.jspecify.annotations.Nullable;

/**
 * How long the last sample of a part lasts, which no packet after it in the part tells. Pure.
 *
 * @param frameRate frames a second, 0 where unknown
 * @param partTarget in seconds
 */
record LastSample(Track track, double frameRate, double partTarget) {
    /** In seconds: what publishers leave between the ends of picture and sound. */
    static final double MAX_STRETCH = 0.15;

    private static final double USUAL_FRAME_RATE = 25;

    /** What the packet says of itself, or else what its track is like; in the time scale. */
    long nominal(Packet packet) {
        double rate = frameRate > 0 ? frameRate : USUAL_FRAME_RATE;
        return packet.duration() > 0 ? packet.duration() : Math.round(track.timescale() / rate);
    }

    /**
     * It does not reach over parts without media.
     *
     * @param partFirst time of the part's first sample, in the time scale
     * @param boundary where the part ends, in seconds
     * @param next what follows it in its epoch
     * @param latest where the epoch's longest rendition ends, in seconds, if this is the epoch's
     *     last sample: then it reaches there, if that is not far
     * @return in the time scale
     */
    long duration(
            Packet last, long partFirst, double boundary, @Nullable Packet next, double latest) {
        long nominal = nominal(last);
        if (next == null) {
            return Math.max(nominal, stretched(last, partFirst, latest));
        }
        long natural = next.dts() - last.dts();
        if (last.duration() > 0) {
            // Before frames that are missing it lasts longer, else the part would be too short.
            long room = partFirst + (long) (partTarget * track.timescale()) - last.dts();
            return Math.min(natural, Math.max(nominal, room));
        }
        if (track.seconds(next.dts()) <= boundary + partTarget) {
            return natural;
        }
        long toBoundary = Math.round(boundary * track.timescale()) - last.dts();
        return Math.max(nominal, toBoundary);
    }

    /** 0 where that is too long. */
    private long stretched(Packet last, long partFirst, double latest) {
        double end = Math.min(latest, track.seconds(partFirst) + partTarget);
        long duration = (long) (end * track.timescale()) - last.dts();
        return track.seconds(duration - nominal(last)) > MAX_STRETCH ? 0 : duration;
    }
}
