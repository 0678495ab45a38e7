package online.nexuscos.streamcore.packaging;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * The media of one rendition that is kept in memory: the segments in the playlist, and those that
 * left it and must stay as long as a player may hold a playlist that names them (RFC 8216bis
 * 6.2.2).
 */
final class SegmentWindow {
    private final double windowSeconds;
    private final Deque<MediaSegment> listed = new ArrayDeque<>();
    private final Deque<MediaSegment> retired = new ArrayDeque<>();
    private double listedSeconds;
    private double retiredSeconds;
    private final List<MediaSegment> evicted = new ArrayList<>();
    private final LongAdder bytes = new LongAdder();
    private long peakBitrate;

    SegmentWindow(double windowSeconds) {
        this.windowSeconds = windowSeconds;
    }

    /** A segment is complete. */
    void add(MediaSegment segment) {
        double seconds = segment.duration();
        listed.addLast(segment);
        listedSeconds += seconds;
        bytes.add(segment.bytes());
        if (seconds >= Cutter.SEGMENT_MIN_SECONDS / 2) {
            peakBitrate = Math.max(peakBitrate, Math.round(segment.bytes() * 8 / seconds));
        }
        while (listedSeconds - listed.getFirst().duration() >= windowSeconds) {
            MediaSegment oldest = listed.removeFirst();
            listedSeconds -= oldest.duration();
            retired.addLast(oldest);
            retiredSeconds += oldest.duration();
        }
        while (!retired.isEmpty()
                && retiredSeconds - retired.getFirst().duration() >= windowSeconds) {
            MediaSegment gone = retired.removeFirst();
            retiredSeconds -= gone.duration();
            evicted.add(gone);
        }
    }

    /**
     * Gives back the memory of what has left. Only after a snapshot without it was published: a
     * viewer that finds a part in the snapshot must still find its bytes.
     */
    void releaseEvicted() {
        evicted.forEach(this::release);
        evicted.clear();
    }

    List<MediaSegment> listed() {
        return new ArrayList<>(listed);
    }

    List<MediaSegment> retired() {
        return List.copyOf(retired);
    }

    /** Bytes of all complete segments that are kept. */
    long bytes() {
        return bytes.sum();
    }

    /** Bits a second of the fattest segment. */
    long peakBitrate() {
        return peakBitrate;
    }

    long averageBitrate() {
        long sum = 0;
        for (MediaSegment segment : listed) {
            sum += segment.bytes();
        }
        return listedSeconds == 0 ? 0 : Math.round(sum * 8 / listedSeconds);
    }

    /** Lets everything go; {@link #releaseEvicted} gives it back. */
    void close() {
        evicted.addAll(listed);
        evicted.addAll(retired);
        listed.clear();
        retired.clear();
    }

    private void release(MediaSegment segment) {
        bytes.add(-segment.bytes());
        for (MediaPart part : segment.parts()) {
            ByteBuf data = part.data();
            if (data != null) {
                data.release();
            }
        }
    }
}
