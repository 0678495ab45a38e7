package online.nexuscos.streamcore.packaging;

import java.util.List;
import online.nexuscos.streamcore.media.Track;

/**
 * A segment of a rendition, whole or in the making. Immutable: a part more makes a new one.
 *
 * @param sequence its media sequence number
 * @param track as it was when the segment was made
 * @param start presentation time of its first sample in the track's time scale; {@link #NO_MEDIA}
 *     where all of its media is missing
 * @param initialization number of the initialization section that it needs
 * @param discontinuity its time line or configuration does not follow from the one before
 * @param discontinuitySequence discontinuities up to and including this segment, since the first
 * @param wallClockMs when its first sample was taken, in milliseconds since 1970
 * @param complete no part will follow
 * @param cues in its parts
 */
public record MediaSegment(
        long sequence,
        Track track,
        long start,
        int initialization,
        boolean discontinuity,
        long discontinuitySequence,
        long wallClockMs,
        boolean complete,
        List<MediaPart> parts,
        List<TimedCue> cues) {
    /** See {@link #start}. */
    public static final long NO_MEDIA = -1;

    /** In seconds: the sum of its parts. */
    public double duration() {
        double sum = 0;
        for (MediaPart part : parts) {
            sum += part.duration();
        }
        return sum;
    }

    /** All of its media is missing. */
    public boolean isGap() {
        return parts.stream().allMatch(MediaPart::isGap);
    }

    public boolean isIndependent() {
        return !parts.isEmpty() && parts.getFirst().independent();
    }

    public int bytes() {
        int sum = 0;
        for (MediaPart part : parts) {
            sum += part.data() == null ? 0 : part.data().capacity();
        }
        return sum;
    }
}
