package online.nexuscos.streamcore.hub;

import java.util.HashMap;
import java.util.Map;
import online.nexuscos.streamcore.media.Track;

/**
 * Places the times of successive publishers, each with a clock of its own, one after another on the
 * one time line of a stream. Pure.
 */
final class Timeline {
    /** A time further ahead than this does not belong to the same time line. */
    static final double MAX_FORWARD_SECONDS = 10;

    /** A time further back than this does not either; less is jitter. */
    static final double MAX_BACKWARD_SECONDS = 2;

    /** The first packet is here, so that another track may begin a little before it. */
    static final double ORIGIN_SECONDS = 10;

    /** What to do with a packet. */
    enum Verdict {
        TAKE,
        DROP,
        JUMP
    }

    private final Map<Integer, Long> lastDts = new HashMap<>();
    private double end = ORIGIN_SECONDS;
    private double offset = Double.NaN;
    private double lastSource;

    /** The next packet has a clock of its own: it follows the last one of the epoch before. */
    void restart() {
        offset = Double.NaN;
    }

    /** What to do with a packet of this time in the publisher's clock. */
    Verdict judge(Track track, long dts) {
        double source = track.seconds(dts);
        if (Double.isNaN(offset)) {
            offset = end - source;
            lastSource = source;
        }
        double delta = source - lastSource;
        if (delta > MAX_FORWARD_SECONDS || delta < -MAX_BACKWARD_SECONDS) {
            return Verdict.JUMP;
        }
        long mapped = dts + ticks(track);
        Long previous = lastDts.get(track.id());
        if (mapped < 0 || (previous != null && mapped < previous - track.timescale() / 1000)) {
            return Verdict.DROP;
        }
        return Verdict.TAKE;
    }

    /**
     * The packet's decoding time on the stream's time line, later than that of the track's packet
     * before; for a packet that was judged {@link Verdict#TAKE}.
     */
    long take(Track track, long dts, long duration) {
        long mapped = dts + ticks(track);
        Long previous = lastDts.get(track.id());
        if (previous != null && mapped <= previous) {
            mapped = previous + 1;
        }
        lastDts.put(track.id(), mapped);
        lastSource = Math.max(lastSource, track.seconds(dts));
        // A frame whose duration is not told lasts as long as the one before: what follows another
        // publisher's last frame must not begin before that has ended.
        long sinceLast = previous == null ? 1 : Math.min(mapped - previous, track.timescale());
        end = Math.max(end, track.seconds(mapped + (duration > 0 ? duration : sinceLast)));
        return mapped;
    }

    /**
     * A moment of the publisher's clock on the stream's time line, in seconds; NaN where no packet
     * has told yet how they relate.
     */
    double place(double sourceSeconds) {
        return sourceSeconds + offset;
    }

    /** Where the newest packet ends, in seconds. */
    double end() {
        return end;
    }

    /** What is added to a presentation time of this track. */
    long ticks(Track track) {
        return Math.round(offset * track.timescale());
    }

    /** Tracks of the new epoch may count in other units. */
    void forget(int trackId, int oldTimescale, int newTimescale) {
        lastDts.computeIfPresent(
                trackId, (id, last) -> Math.ceilDiv(last * newTimescale, oldTimescale));
    }
}
