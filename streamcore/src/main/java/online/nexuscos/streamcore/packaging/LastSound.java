package online.nexuscos.streamcore.packaging;

import online.nexuscos.streamcore.media.Packet;
import org.jspecify.annotations.Nullable;

/**
 * The last frame of sound that went into a part. Where sound ends with its part and the picture
 * goes on for a frame more, it is said once more, so that players find no hole before what follows:
 * any frame of sound can be decoded by itself. Runs on the stream's loop.
 */
final class LastSound {
    private @Nullable Packet packet;

    /** Keeps the frame beside whoever holds it; pictures are not kept. */
    void keep(Packet muxed) {
        if (!muxed.track().isVideo()) {
            forget();
            muxed.payload().retain();
            packet = muxed;
        }
    }

    /**
     * The frame once more; it belongs to the caller. Null where there is none.
     *
     * @param dts when, in the track's time scale
     * @param duration how long
     */
    @Nullable Packet again(long dts, long duration) {
        Packet kept = packet;
        if (kept == null) {
            return null;
        }
        packet = null;
        return new Packet(
                kept.epoch(),
                kept.track(),
                dts,
                dts,
                duration,
                kept.keyframe(),
                kept.arrivalNanos(),
                kept.wallClockMs(),
                kept.payload());
    }

    void forget() {
        Packet kept = packet;
        packet = null;
        if (kept != null) {
            kept.release();
        }
    }
}
