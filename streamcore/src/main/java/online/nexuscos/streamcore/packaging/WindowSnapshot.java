package online.nexuscos.streamcore.packaging;

import java.util.List;

/**
 * What a rendition's playlist shows at one moment. A new one is made for each part; it is immutable
 * and may be read by any thread. The parts' bytes may be evicted while it is read: retain them
 * first and treat a refusal as not found.
 *
 * @param segments listed in the playlist, oldest first; the last one may be in the making (it then
 *     has at least one part)
 * @param retired segments that left the playlist and are still served, oldest first
 * @param nextSequence media sequence number of the part that comes next
 * @param nextPart number of the part that comes next, in that segment
 * @param partTarget in seconds, fixed for the life of the playlist
 * @param ended no part will follow, ever
 */
public record WindowSnapshot(
        List<MediaSegment> segments,
        List<MediaSegment> retired,
        long nextSequence,
        int nextPart,
        double partTarget,
        boolean ended) {}
