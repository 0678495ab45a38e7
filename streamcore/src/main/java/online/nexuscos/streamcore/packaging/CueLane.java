package online.nexuscos.streamcore.packaging;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.media.Cue;
import online.nexuscos.streamcore.media.Track;

/**
 * The cues of one rendition: those that wait for a part, and those in the segment in the making.
 */
final class CueLane {
    /**
     * Cues that may wait for a part, and cues that a segment may have; beyond, they are dropped.
     */
    static final int MAX_CUES = 32;

    /** Of their values together: all playlists list them, as long as the segment is listed. */
    static final int MAX_CHARACTERS = 2 * Cue.MAX_VALUE_LENGTH;

    private final WallClock wallClock;
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<TimedCue> segment = new ArrayList<>();
    private int characters;

    /**
     * A cue and its box.
     *
     * @param seconds its moment on the stream's time line
     */
    private record Waiting(long number, double seconds, Cue cue, EventMessage box) {}

    CueLane(WallClock wallClock) {
        this.wallClock = wallClock;
    }

    /** The next part carries it; false where there are too many. */
    boolean add(long number, double seconds, Cue cue) {
        if (waiting.size() + segment.size() >= MAX_CUES
                || characters + cue.value().length() > MAX_CHARACTERS) {
            return false;
        }
        characters += cue.value().length();
        waiting.add(new Waiting(number, seconds, cue, new EventMessage(cue)));
        return true;
    }

    /** Bytes that the waiting boxes take. */
    int size() {
        int size = 0;
        for (Waiting each : waiting) {
            size += each.box().size();
        }
        return size;
    }

    /**
     * Writes all boxes that wait over the bytes at an index.
     *
     * @param first presentation time of the part, in the track's time scale: a player would miss
     *     what lies before
     */
    void write(ByteBuf out, int index, Track track, long first) {
        int at = index;
        for (Waiting each : waiting) {
            long time = Math.max(first, Math.round(each.seconds() * track.timescale()));
            each.box().write(out, at, track.timescale(), time, each.number());
            at += each.box().size();
            long wallClockMs = wallClock.at(track.seconds(time));
            segment.add(new TimedCue(each.number(), wallClockMs, each.cue()));
        }
        waiting.clear();
    }

    List<TimedCue> ofSegment() {
        return List.copyOf(segment);
    }

    void endSegment() {
        segment.clear();
        characters = 0;
        for (Waiting each : waiting) {
            characters += each.cue().value().length();
        }
    }
}
