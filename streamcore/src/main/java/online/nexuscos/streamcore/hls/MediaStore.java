package online.nexuscos.streamcore.hls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.IllegalReferenceCountException;
import java.util.Arrays;
import java.util.List;
import online.nexuscos.streamcore.packaging.MediaPart;
import online.nexuscos.streamcore.packaging.MediaSegment;
import online.nexuscos.streamcore.packaging.Rendition;
import online.nexuscos.streamcore.packaging.WindowSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Finds media in a rendition's window. What it returns is held for the caller, who releases it;
 * null is what is not there, or is being evicted at this moment.
 */
final class MediaStore {
    private MediaStore() {}

    @SuppressWarnings("ReferenceEquality") // the very buffer, not one of equal bytes
    static @Nullable ByteBuf initialization(Rendition rendition, long number) {
        List<ByteBuf> all = rendition.initializations();
        if (number >= all.size()) {
            return null;
        }
        ByteBuf found = all.get((int) number);
        if (!retain(found)) {
            return null;
        }
        List<ByteBuf> now = rendition.initializations();
        if (now.size() > number && now.get((int) number) == found) {
            return found;
        }
        found.release();
        return null;
    }

    /** A whole segment as one buffer of its parts. */
    static @Nullable ByteBuf segment(Rendition rendition, long sequence) {
        WindowSnapshot snapshot = rendition.snapshot();
        MediaSegment segment = find(snapshot, sequence);
        if (segment == null || !segment.complete()) {
            return null;
        }
        return hold(rendition, segment, segment.parts());
    }

    static @Nullable ByteBuf part(Rendition rendition, long sequence, int part) {
        WindowSnapshot snapshot = rendition.snapshot();
        MediaSegment segment = find(snapshot, sequence);
        if (segment == null) {
            return null;
        }
        for (MediaPart each : segment.parts()) {
            if (each.number() == part) {
                return hold(rendition, segment, List.of(each));
            }
        }
        return null;
    }

    /** The segment's parts from that one on as one buffer; one of them at least is no gap. */
    static @Nullable ByteBuf parts(Rendition rendition, MediaSegment segment, int from) {
        return hold(rendition, segment, segment.parts().subList(from, segment.parts().size()));
    }

    static @Nullable MediaSegment find(WindowSnapshot snapshot, long sequence) {
        MediaSegment listed = find(snapshot.segments(), sequence);
        return listed != null ? listed : find(snapshot.retired(), sequence);
    }

    /** From the newest: that is what viewers ask for. */
    private static @Nullable MediaSegment find(List<MediaSegment> segments, long sequence) {
        for (int i = segments.size() - 1; i >= 0; i--) {
            if (segments.get(i).sequence() == sequence) {
                return segments.get(i);
            }
        }
        return null;
    }

    private static @Nullable ByteBuf hold(
            Rendition rendition, MediaSegment segment, List<MediaPart> parts) {
        ByteBuf[] held = new ByteBuf[parts.size()];
        int count = 0;
        for (MediaPart part : parts) {
            ByteBuf data = part.data();
            if (data == null) {
                continue;
            }
            if (!retain(data)) {
                release(held, count);
                return null;
            }
            held[count++] = data;
        }
        // A pooled buffer that was evicted may already carry something else: only a segment that is
        // listed after its parts were retained is what it was.
        if (count == 0 || find(rendition.snapshot(), segment.sequence()) == null) {
            release(held, count);
            return null;
        }
        return count == 1 ? held[0] : Unpooled.wrappedBuffer(count, Arrays.copyOf(held, count));
    }

    private static boolean retain(ByteBuf data) {
        try {
            data.retain();
            return true;
        } catch (IllegalReferenceCountException e) {
            return false;
        }
    }

    private static void release(ByteBuf[] held, int count) {
        for (int i = 0; i < count; i++) {
            held[i].release();
        }
    }
}
