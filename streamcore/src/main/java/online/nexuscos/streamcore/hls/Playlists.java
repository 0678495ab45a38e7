package online.nexuscos.streamcore.hls;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import online.nexuscos.streamcore.packaging.Rendition;
import online.nexuscos.streamcore.packaging.WindowSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A stream's playlists at one moment: they agree with each other. Each is written at the first
 * request for it, by whichever thread asks; two that ask at once may both write the same bytes.
 */
final class Playlists {
    private static final int VARIANTS = 4;
    private static final int GZIP = 1;
    private static final int DELTA = 2;

    private final List<Rendition> renditions;
    private final List<WindowSnapshot> snapshots;
    private final AtomicReferenceArray<Buffer> bodies;

    Playlists(List<Rendition> renditions) {
        this.renditions = renditions;
        List<WindowSnapshot> now = new ArrayList<>(renditions.size());
        for (Rendition rendition : renditions) {
            now.add(rendition.snapshot());
        }
        snapshots = now;
        bodies = new AtomicReferenceArray<>(VARIANTS * (renditions.size() + 1));
    }

    /** Nothing has changed since. */
    @SuppressWarnings("ReferenceEquality") // a change makes a new snapshot; comparing all is costly
    boolean isCurrent(List<Rendition> latest) {
        if (latest != renditions && !latest.equals(renditions)) {
            return false;
        }
        for (int i = 0; i < snapshots.size(); i++) {
            if (renditions.get(i).snapshot() != snapshots.get(i)) {
                return false;
            }
        }
        return true;
    }

    boolean isEmpty() {
        return renditions.isEmpty();
    }

    List<Rendition> renditions() {
        return renditions;
    }

    /** In the order of the renditions. */
    List<WindowSnapshot> snapshots() {
        return snapshots;
    }

    WindowSnapshot snapshot(int index) {
        return snapshots.get(index);
    }

    /** The rendition whose media playlist has that file name; -1 where there is none. */
    int indexOf(String file) {
        for (int i = 0; i < renditions.size(); i++) {
            String name = renditions.get(i).name();
            if (file.length() == name.length() + MediaPlaylist.SUFFIX.length()
                    && file.startsWith(name)
                    && file.endsWith(MediaPlaylist.SUFFIX)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * @param delta leaves old segments out, if there are such
     * @param gzip compresses the body; null for a plain one
     */
    Buffer media(int index, boolean delta, @Nullable Gzip gzip) {
        boolean skips = delta && MediaPlaylist.skippable(snapshots.get(index)) > 0;
        return body(index, skips ? DELTA : 0, gzip);
    }

    /** See {@link #media}. */
    Buffer multivariant(@Nullable Gzip gzip) {
        return body(renditions.size(), 0, gzip);
    }

    private Buffer body(int index, int delta, @Nullable Gzip gzip) {
        int slot = VARIANTS * index + delta + (gzip == null ? 0 : GZIP);
        Buffer body = bodies.get(slot);
        if (body == null) {
            body =
                    gzip == null
                            ? Buffer.buffer(write(index, delta != 0))
                            : Buffer.buffer(gzip.compress(body(index, delta, null).getBytes()));
            bodies.set(slot, body);
        }
        return body;
    }

    private byte[] write(int index, boolean delta) {
        String text;
        if (index == renditions.size()) {
            text = MultivariantPlaylist.of(renditions, snapshots);
        } else if (delta) {
            text = MediaPlaylist.delta(renditions, snapshots, index);
        } else {
            text = MediaPlaylist.whole(renditions, snapshots, index);
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
