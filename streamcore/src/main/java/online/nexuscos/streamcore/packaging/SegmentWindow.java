package online.nexuscos.streamcore.packaging;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/**
 * The media of one rendition that is kept in memory: the segments in the playlist, and those that
 * left it and must stay as long as a player may hold a playlist that names them (RFC 8216bis
 * 6.2.2).
 */
final class SegmentWindow {
    private static final double ROUNDING = 1e-6;

    /**
     * A segment that no playlist lists any more.
     *
     * @param untilSeconds it stays until so many seconds of media have been added in all
     */
    private record Retired(MediaSegment segment, double untilSeconds) {}

    private final DoubleSupplier window;
    private final Deque<MediaSegment> listed = new ArrayDeque<>();
    private final Deque<Retired> retired = new ArrayDeque<>();
    private double listedSeconds;
    private double totalSeconds;
    private final List<MediaSegment> evicted = new ArrayList<>();
    private final LongAdder bytes = new LongAdder();
    private long peakBitrate;

    /**
     * @param window seconds that are listed; asked again at each segment
     */
    SegmentWindow(DoubleSupplier window) {
        this.window = window;
    }

    /** A segment is complete. */
    void add(MediaSegment segment) {
        double windowSeconds = window.getAsDouble();
        double seconds = segment.duration();
        listed.addLast(segment);
        listedSeconds += seconds;
        bytes.add(segment.bytes());
        if (seconds >= Cutter.SEGMENT_MIN_SECONDS / 2) {
            peakBitrate = Math.max(peakBitrate, Math.round(segment.bytes() * 8 / seconds));
        }
        totalSeconds += seconds;
        // A window that became smaller lists less at once, and lets go of nothing sooner.
        double listedUntilNow = Math.max(windowSeconds, listedSeconds - seconds);
        while (listedSeconds - listed.getFirst().duration() >= windowSeconds) {
            MediaSegment oldest = listed.removeFirst();
            listedSeconds -= oldest.duration();
            retired.addLast(new Retired(oldest, totalSeconds + listedUntilNow));
        }
        while (!retired.isEmpty() && retired.getFirst().untilSeconds() <= totalSeconds + ROUNDING) {
            evicted.add(retired.removeFirst().segment());
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
        return retired.stream().map(Retired::segment).toList();
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
        retired.forEach(each -> evicted.add(each.segment()));
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
