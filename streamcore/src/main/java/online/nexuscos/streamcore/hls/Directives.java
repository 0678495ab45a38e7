package online.nexuscos.streamcore.hls;

import java.util.List;
import online.nexuscos.streamcore.packaging.MediaSegment;
import online.nexuscos.streamcore.packaging.WindowSnapshot;

/**
 * Delivery directives of a media playlist's request (draft-pantos-hls-rfc8216bis, 6.2.5).
 *
 * @param sequence of {@code _HLS_msn}, {@link #NONE} where absent
 * @param part of {@code _HLS_part}, {@link #NONE} where absent
 * @param skip a delta update will do
 * @param valid the directives mean something
 */
record Directives(long sequence, long part, boolean skip, boolean valid) {
    static final long NONE = -1;
    static final Directives ABSENT = new Directives(NONE, NONE, false, true);

    private static final String SEQUENCE_KEY = "_HLS_msn=";
    private static final String PART_KEY = "_HLS_part=";
    private static final String SKIP_KEY = "_HLS_skip=";

    /** How many segments a request may be ahead of the last one in the playlist. */
    private static final int SEGMENTS_AHEAD = 2;

    /** How many seconds of parts a request may be ahead, or as many parts where they are longer. */
    private static final double SECONDS_AHEAD = 3;

    /** Reads the query, which is all after {@code start}; other parameters are not looked at. */
    static Directives of(String uri, int start) {
        if (start >= uri.length()) {
            return ABSENT;
        }
        long sequence = NONE;
        long part = NONE;
        boolean skip = false;
        boolean valid = true;
        for (int at = start; at < uri.length(); ) {
            int ampersand = uri.indexOf('&', at);
            int end = ampersand < 0 ? uri.length() : ampersand;
            if (uri.startsWith(SEQUENCE_KEY, at)) {
                sequence = Decimal.parse(uri, at + SEQUENCE_KEY.length(), end);
                valid &= sequence >= 0;
            } else if (uri.startsWith(PART_KEY, at)) {
                part = Decimal.parse(uri, at + PART_KEY.length(), end);
                valid &= part >= 0;
            } else if (uri.startsWith(SKIP_KEY, at)) {
                skip = isSkip(uri, at + SKIP_KEY.length(), end);
            }
            at = end + 1;
        }
        return new Directives(sequence, part, skip, valid && (part < 0 || sequence >= 0));
    }

    private static boolean isSkip(String uri, int start, int end) {
        int length = end - start;
        return (length == 3 && uri.startsWith("YES", start))
                || (length == 2 && uri.startsWith("v2", start));
    }

    boolean blocks() {
        return sequence >= 0;
    }

    /** The request is for more than a server should make a client wait for. */
    boolean isTooFar(WindowSnapshot snapshot) {
        long lastSequence = snapshot.nextSequence() - 1;
        if (sequence > lastSequence + SEGMENTS_AHEAD) {
            return true;
        }
        if (part < 0 || sequence < snapshot.nextSequence()) {
            return false;
        }
        double limit = SECONDS_AHEAD / Math.min(1, snapshot.partTarget());
        long lastPart = sequence == snapshot.nextSequence() ? snapshot.nextPart() - 1L : -1;
        return part - lastPart > limit + 1e-9;
    }

    /** The playlist holds what is asked for, or will never grow. */
    boolean isSatisfied(WindowSnapshot snapshot) {
        if (snapshot.ended() || !blocks()) {
            return true;
        }
        if (sequence == snapshot.nextSequence()) {
            return part >= 0 && part < snapshot.nextPart();
        }
        if (sequence == snapshot.nextSequence() - 1 && part >= 0 && snapshot.nextPart() == 0) {
            return part < parts(snapshot);
        }
        return sequence < snapshot.nextSequence();
    }

    /** Parts of the last whole segment: beyond them, part 0 of the next one is meant. */
    private long parts(WindowSnapshot snapshot) {
        List<MediaSegment> segments = snapshot.segments();
        for (int i = segments.size() - 1; i >= 0; i--) {
            if (segments.get(i).sequence() == sequence && !segments.get(i).parts().isEmpty()) {
                return segments.get(i).parts().getLast().number() + 1L;
            }
        }
        return Long.MAX_VALUE;
    }
}
