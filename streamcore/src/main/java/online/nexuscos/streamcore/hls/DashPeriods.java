package online.nexuscos.streamcore.hls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.packaging.MediaSegment;
import online.nexuscos.streamcore.packaging.Rendition;
import online.nexuscos.streamcore.packaging.WindowSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Divides a stream's window into the periods of a DASH manifest, and remembers where each began:
 * what a manifest has said of a period stays true after the period's first segments have left the
 * window. A period begins at each discontinuity, where a rendition loses its media or has some
 * again, and where the publisher's clock has fallen behind ours. Not safe for threads.
 */
final class DashPeriods {
    /**
     * The presentation's time 0, for all streams and for ever: what is fixed cannot change when a
     * publisher or the server starts again. It lies before 1970 so that shaka-player, which
     * otherwise takes the end of the last segment for the live edge, goes by the clock.
     */
    static final long AVAILABILITY_START_MS = Instant.parse("1960-01-01T00:00:00Z").toEpochMilli();

    /** A publisher whose media is later than this by the period's clock gets a new period. */
    static final long MAX_LAG_MS = 1000;

    private final TreeMap<Long, Anchor> anchors = new TreeMap<>();

    /** Segments up to here have their place, and keep it. */
    private long placed = Long.MIN_VALUE;

    /**
     * A period of the manifest.
     *
     * @param id never given to another
     * @param startMs since {@link #AVAILABILITY_START_MS}
     */
    record Period(String id, long startMs, List<Content> contents) {}

    /**
     * A rendition in a period.
     *
     * @param track as it is in this period
     * @param timeOffset the media's time at the period's start, in the track's time scale
     * @param segments one at least; the last one may be in the making
     * @param partTarget in seconds
     */
    record Content(
            Rendition rendition,
            Track track,
            long timeOffset,
            List<MediaSegment> segments,
            double partTarget) {}

    /**
     * Where a period begins.
     *
     * @param originSeconds the media's time there
     * @param missing names of the renditions that have nothing in it
     */
    private record Anchor(
            long sequence,
            long startMs,
            double originSeconds,
            long discontinuitySequence,
            List<String> missing) {

        double presentationMs(MediaSegment segment) {
            return startMs + (seconds(segment) - originSeconds) * 1000;
        }
    }

    /** A rendition's segment of one number. */
    private sealed interface Cell {
        /** It has media, if only its first part. */
        record Here(MediaSegment segment) implements Cell {}

        /** It may still come. */
        record Awaited() implements Cell {}

        /** It will never come. */
        record Missing() implements Cell {}
    }

    /** The renditions and the snapshots are those of one moment, and not older than the last. */
    List<Period> update(List<Rendition> renditions, List<WindowSnapshot> snapshots) {
        List<Period> periods = new ArrayList<>();
        Anchor current = null;
        double endMs = Double.NEGATIVE_INFINITY;
        long newest = newest(snapshots);
        for (long sequence = oldest(snapshots); sequence <= newest; sequence++) {
            List<Cell> column = column(snapshots, sequence);
            MediaSegment lead = lead(column);
            if (lead == null) {
                continue;
            }
            Anchor anchor = anchor(renditions, column, lead, endMs);
            if (anchor == null) {
                break;
            }
            if (!anchor.equals(current)) {
                current = anchor;
                String id = renditions.getFirst().startId() + '-' + anchor.sequence();
                periods.add(new Period(id, anchor.startMs(), new ArrayList<>()));
            }
            for (int i = 0; i < column.size(); i++) {
                if (column.get(i) instanceof Cell.Here(MediaSegment segment)) {
                    place(periods.getLast(), renditions.get(i), snapshots.get(i), segment, anchor);
                    endMs =
                            Math.max(
                                    endMs,
                                    anchor.presentationMs(segment) + segment.duration() * 1000);
                }
            }
            placed = Math.max(placed, sequence);
        }
        if (!periods.isEmpty()) {
            anchors.headMap(anchors.floorKey(oldest(snapshots)), false).clear();
        }
        return periods;
    }

    private static void place(
            Period period,
            Rendition rendition,
            WindowSnapshot snapshot,
            MediaSegment segment,
            Anchor anchor) {
        for (Content content : period.contents()) {
            if (content.rendition().equals(rendition)) {
                content.segments().add(segment);
                return;
            }
        }
        Track track = segment.track();
        long offset = Math.round(anchor.originSeconds() * track.timescale());
        List<MediaSegment> segments = new ArrayList<>();
        segments.add(segment);
        period.contents()
                .add(new Content(rendition, track, offset, segments, snapshot.partTarget()));
    }

    /** The period that the column belongs to; null if it begins one, and is not complete. */
    private @Nullable Anchor anchor(
            List<Rendition> renditions, List<Cell> column, MediaSegment lead, double endMs) {
        Map.Entry<Long, Anchor> before = anchors.floorEntry(lead.sequence());
        Anchor known = before == null ? null : before.getValue();
        boolean continues =
                known != null
                        && known.discontinuitySequence() == lead.discontinuitySequence()
                        && (lead.sequence() <= placed || lagMs(known, lead) <= MAX_LAG_MS);
        if (known != null && continues && hasMissing(renditions, column, known)) {
            return known;
        }
        if (column.stream().anyMatch(Cell.Awaited.class::isInstance)) {
            return null;
        }
        double startMs =
                known != null && continues
                        ? known.presentationMs(lead)
                        : Math.max((double) (lead.wallClockMs() - AVAILABILITY_START_MS), endMs);
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < column.size(); i++) {
            if (column.get(i) instanceof Cell.Missing) {
                missing.add(renditions.get(i).name());
            }
        }
        Anchor made =
                new Anchor(
                        lead.sequence(),
                        Math.round(startMs),
                        seconds(lead),
                        lead.discontinuitySequence(),
                        missing);
        anchors.put(lead.sequence(), made);
        return made;
    }

    private static double lagMs(Anchor known, MediaSegment lead) {
        return lead.wallClockMs() - AVAILABILITY_START_MS - known.presentationMs(lead);
    }

    /** The same renditions have nothing as in the rest of the period. */
    private static boolean hasMissing(List<Rendition> all, List<Cell> column, Anchor known) {
        for (int i = 0; i < column.size(); i++) {
            boolean expected = known.missing().contains(all.get(i).name());
            boolean differs =
                    switch (column.get(i)) {
                        case Cell.Here _ -> expected;
                        case Cell.Missing _ -> !expected;
                        case Cell.Awaited _ -> false;
                    };
            if (differs) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable MediaSegment lead(List<Cell> column) {
        for (Cell cell : column) {
            if (cell instanceof Cell.Here(MediaSegment segment)) {
                return segment;
            }
        }
        return null;
    }

    private static List<Cell> column(List<WindowSnapshot> snapshots, long sequence) {
        List<Cell> column = new ArrayList<>(snapshots.size());
        for (WindowSnapshot snapshot : snapshots) {
            MediaSegment segment = find(snapshot.segments(), sequence);
            if (segment != null && segment.start() != MediaSegment.NO_MEDIA) {
                column.add(new Cell.Here(segment));
            } else if (sequence < snapshot.nextSequence() || snapshot.ended()) {
                column.add(new Cell.Missing());
            } else {
                column.add(new Cell.Awaited());
            }
        }
        return column;
    }

    private static @Nullable MediaSegment find(List<MediaSegment> segments, long sequence) {
        if (segments.isEmpty()) {
            return null;
        }
        // Numbers grow by one from segment to segment.
        long index = sequence - segments.getFirst().sequence();
        return index < 0 || index >= segments.size() ? null : segments.get((int) index);
    }

    /** From where on no rendition has lost a segment to the end of its window. */
    private static long oldest(List<WindowSnapshot> snapshots) {
        long oldest = Long.MIN_VALUE;
        long first = Long.MAX_VALUE;
        for (WindowSnapshot snapshot : snapshots) {
            if (!snapshot.segments().isEmpty()) {
                long sequence = snapshot.segments().getFirst().sequence();
                first = Math.min(first, sequence);
                oldest = snapshot.retired().isEmpty() ? oldest : Math.max(oldest, sequence);
            }
        }
        return Math.max(oldest, first);
    }

    private static long newest(List<WindowSnapshot> snapshots) {
        long newest = Long.MIN_VALUE;
        for (WindowSnapshot snapshot : snapshots) {
            if (!snapshot.segments().isEmpty()) {
                newest = Math.max(newest, snapshot.segments().getLast().sequence());
            }
        }
        return newest;
    }

    private static double seconds(MediaSegment segment) {
        return segment.track().seconds(segment.start());
    }
}
