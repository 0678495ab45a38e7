package online.nexuscos.streamcore.hls;

import java.util.List;
import online.nexuscos.streamcore.packaging.MediaPart;
import online.nexuscos.streamcore.packaging.MediaSegment;
import online.nexuscos.streamcore.packaging.Rendition;
import online.nexuscos.streamcore.packaging.TimedCue;
import online.nexuscos.streamcore.packaging.WindowSnapshot;

/**
 * Media playlists of Low-Latency HLS (draft-pantos-hls-rfc8216bis, 4.4 and 6.2), whole or as a
 * delta update. The renditions and the snapshots are those of one moment, in the same order.
 */
final class MediaPlaylist {
    /** In seconds; a playlist may never change it, so it is the longest a segment can be. */
    static final int TARGET_DURATION = 4;

    /** How far from the live edge parts are listed, in seconds. */
    static final int PARTS_UNTIL = 3 * TARGET_DURATION;

    /** How far from the live edge segments may be skipped in a delta update, in seconds. */
    static final int SKIP_UNTIL = 6 * TARGET_DURATION;

    static final String SUFFIX = ".m3u8";

    /** What a sum of durations may be off by, in seconds. */
    private static final double ROUNDING = 1e-6;

    private static final int HEADER_LENGTH = 512;
    private static final int LINE_LENGTH = 96;
    private static final int DURATION_DECIMALS = 5;
    private static final int TARGET_DECIMALS = 3;

    private final List<Rendition> renditions;
    private final List<WindowSnapshot> snapshots;
    private final Rendition rendition;
    private final WindowSnapshot snapshot;
    private final PlaylistText text;

    private MediaPlaylist(List<Rendition> renditions, List<WindowSnapshot> snapshots, int index) {
        this.renditions = renditions;
        this.snapshots = snapshots;
        rendition = renditions.get(index);
        snapshot = snapshots.get(index);
        text = new PlaylistText(capacity(snapshot));
    }

    private static int capacity(WindowSnapshot snapshot) {
        int parts = (int) (PARTS_UNTIL / Math.max(0.1, snapshot.partTarget()));
        return HEADER_LENGTH + LINE_LENGTH * (2 * snapshot.segments().size() + parts);
    }

    /** The whole playlist of the rendition at {@code index}. */
    static String whole(List<Rendition> renditions, List<WindowSnapshot> snapshots, int index) {
        return new MediaPlaylist(renditions, snapshots, index).write(0);
    }

    /** Without the segments that {@link #skippable} counts, which must be one at least. */
    static String delta(List<Rendition> renditions, List<WindowSnapshot> snapshots, int index) {
        int skipped = skippable(snapshots.get(index));
        return new MediaPlaylist(renditions, snapshots, index).write(skipped);
    }

    /** How many of the oldest segments a delta update leaves out. */
    static int skippable(WindowSnapshot snapshot) {
        List<MediaSegment> segments = snapshot.segments();
        double after = 0;
        for (int i = segments.size() - 1; i >= 0; i--) {
            MediaSegment segment = segments.get(i);
            if (after >= SKIP_UNTIL - ROUNDING) {
                return i + 1;
            }
            after += segment.complete() ? segment.duration() : 0;
        }
        return 0;
    }

    private String write(int skipped) {
        header();
        List<MediaSegment> segments = snapshot.segments();
        snapshots.forEach(this::cues);
        double distance = 0;
        for (MediaSegment segment : segments) {
            distance += segment.duration();
        }
        int initialization = -1;
        if (skipped > 0) {
            text.add("#EXT-X-SKIP:SKIPPED-SEGMENTS=").add(skipped).add('\n');
            initialization = segments.get(skipped - 1).initialization();
        }
        for (int i = 0; i < segments.size(); i++) {
            MediaSegment segment = segments.get(i);
            distance -= segment.duration();
            if (i >= skipped) {
                segment(segment, initialization, distance < PARTS_UNTIL);
                initialization = segment.initialization();
            }
        }
        if (snapshot.ended()) {
            text.add("#EXT-X-ENDLIST\n");
        } else {
            text.add("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"");
            MediaName.addPart(text, rendition, snapshot.nextSequence(), snapshot.nextPart());
            text.add("\"\n");
            reports();
        }
        return text.toString();
    }

    private void header() {
        List<MediaSegment> segments = snapshot.segments();
        text.add("#EXTM3U\n#EXT-X-VERSION:9\n#EXT-X-TARGETDURATION:").add(TARGET_DURATION);
        text.add("\n#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=");
        text.add(partHoldBack(), TARGET_DECIMALS).add(",CAN-SKIP-UNTIL=").add(SKIP_UNTIL);
        text.add("\n#EXT-X-PART-INF:PART-TARGET=").add(snapshot.partTarget(), TARGET_DECIMALS);
        text.add("\n#EXT-X-MEDIA-SEQUENCE:");
        if (segments.isEmpty()) {
            text.add(snapshot.nextSequence()).add("\n#EXT-X-DISCONTINUITY-SEQUENCE:0\n");
            return;
        }
        MediaSegment first = segments.getFirst();
        long discontinuities = first.discontinuitySequence() - (first.discontinuity() ? 1 : 0);
        text.add(first.sequence());
        text.add("\n#EXT-X-DISCONTINUITY-SEQUENCE:").add(discontinuities).add('\n');
        if (isIndependent(segments)) {
            text.add("#EXT-X-INDEPENDENT-SEGMENTS\n");
        }
    }

    /** All playlists have those of all renditions, whichever a player looks at. */
    private void cues(WindowSnapshot of) {
        for (MediaSegment segment : of.segments()) {
            for (TimedCue each : segment.cues()) {
                text.add("#EXT-X-DATERANGE:ID=\"").add(rendition.startId()).add('-');
                text.add(each.number()).add("\",CLASS=\"cue\",START-DATE=\"");
                text.addTime(each.wallClockMs()).add("\",X-NAME=\"");
                text.addEscaped(each.cue().name()).add("\",X-VALUE=\"");
                text.addEscaped(each.cue().value()).add("\"\n");
            }
        }
    }

    private double partHoldBack() {
        double largest = 0;
        for (WindowSnapshot each : snapshots) {
            largest = Math.max(largest, each.partTarget());
        }
        return 3 * largest;
    }

    /** Each of them can be decoded without the one before; a gap needs no decoding. */
    static boolean isIndependent(List<MediaSegment> segments) {
        for (MediaSegment segment : segments) {
            if (!segment.isIndependent() && !segment.isGap()) {
                return false;
            }
        }
        return true;
    }

    private void segment(MediaSegment segment, int initialization, boolean withParts) {
        if (segment.discontinuity()) {
            text.add("#EXT-X-DISCONTINUITY\n");
        }
        if (segment.initialization() != initialization) {
            text.add("#EXT-X-MAP:URI=\"");
            MediaName.addInitialization(text, rendition, segment.initialization());
            text.add("\"\n");
        }
        text.add("#EXT-X-PROGRAM-DATE-TIME:").addTime(segment.wallClockMs()).add('\n');
        if (withParts) {
            for (MediaPart part : segment.parts()) {
                part(segment, part);
            }
        }
        if (segment.complete()) {
            if (segment.isGap()) {
                text.add("#EXT-X-GAP\n");
            }
            text.add("#EXTINF:").add(segment.duration(), DURATION_DECIMALS).add(",\n");
            MediaName.addSegment(text, rendition, segment.sequence());
            text.add('\n');
        }
    }

    private void part(MediaSegment segment, MediaPart part) {
        text.add("#EXT-X-PART:DURATION=").add(part.duration(), DURATION_DECIMALS).add(",URI=\"");
        MediaName.addPart(text, rendition, segment.sequence(), part.number());
        text.add('"');
        if (part.independent()) {
            text.add(",INDEPENDENT=YES");
        }
        if (part.isGap()) {
            text.add(",GAP=YES");
        }
        text.add('\n');
    }

    private void reports() {
        for (int i = 0; i < renditions.size(); i++) {
            List<MediaSegment> segments = snapshots.get(i).segments();
            if (renditions.get(i).equals(rendition)
                    || segments.isEmpty()
                    || segments.getLast().parts().isEmpty()) {
                continue;
            }
            MediaSegment last = segments.getLast();
            text.add("#EXT-X-RENDITION-REPORT:URI=\"").add(renditions.get(i).name()).add(SUFFIX);
            text.add("\",LAST-MSN=").add(last.sequence());
            text.add(",LAST-PART=").add(last.parts().getLast().number()).add('\n');
        }
    }
}
