package online.nexuscos.streamcore.hls;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import online.nexuscos.streamcore.packaging.WindowSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A stream's DASH manifest: written at the first request after a change, and kept as bytes. Safe
 * for all threads; who asks while another writes waits for some tens of microseconds.
 */
final class DashStream {
    private final Supplier<Playlists> playlists;
    private final LongSupplier clockMs;
    private final DashPeriods periods = new DashPeriods();
    private volatile Written latest = new Written(null, new DashManifest.Pieces("", ""), 0, null);

    /**
     * What was written last.
     *
     * @param source of what moment it tells
     * @param body null where there is nothing to play yet
     */
    private record Written(
            @Nullable Playlists source,
            DashManifest.Pieces pieces,
            long publishedMs,
            @Nullable Body body) {}

    /** Its bytes, plain and compressed. */
    private record Body(Buffer plain, Buffer compressed) {}

    DashStream(Supplier<Playlists> playlists, LongSupplier clockMs) {
        this.playlists = playlists;
        this.clockMs = clockMs;
    }

    /** The manifest as of now; null where the stream has no media yet. */
    @SuppressWarnings("ReferenceEquality") // one moment, one object
    @Nullable Buffer manifest(Gzip gzip, boolean compressed) {
        Written known = latest;
        if (known.source() != playlists.get()) {
            known = write(gzip);
        }
        Body body = known.body();
        return body == null ? null : compressed ? body.compressed() : body.plain();
    }

    @SuppressWarnings("ReferenceEquality") // one moment, one object
    private synchronized Written write(Gzip gzip) {
        // Asked again: another thread may know of a later moment than this one did.
        Playlists source = playlists.get();
        Written before = latest;
        if (before.source() == source) {
            return before;
        }
        List<WindowSnapshot> snapshots = source.snapshots();
        List<DashPeriods.Period> now = periods.update(source.renditions(), snapshots);
        boolean ended = !snapshots.isEmpty() && snapshots.stream().allMatch(WindowSnapshot::ended);
        Written next;
        if (now.isEmpty()) {
            next = new Written(source, before.pieces(), before.publishedMs(), before.body());
        } else {
            DashManifest.Pieces pieces = DashManifest.of(now, ended);
            next =
                    pieces.equals(before.pieces())
                            ? new Written(source, pieces, before.publishedMs(), before.body())
                            : publish(source, pieces, before.publishedMs(), gzip);
        }
        latest = next;
        return next;
    }

    private Written publish(
            Playlists source, DashManifest.Pieces pieces, long publishedBeforeMs, Gzip gzip) {
        long publishedMs = Math.max(clockMs.getAsLong(), publishedBeforeMs + 1);
        String time = new PlaylistText(24).addTime(publishedMs).toString();
        byte[] plain = (pieces.head() + time + pieces.tail()).getBytes(StandardCharsets.UTF_8);
        Body body = new Body(Buffer.buffer(plain), Buffer.buffer(gzip.compress(plain)));
        return new Written(source, pieces, publishedMs, body);
    }
}
