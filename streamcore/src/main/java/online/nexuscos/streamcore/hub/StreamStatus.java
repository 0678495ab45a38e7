package online.nexuscos.streamcore.hub;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream as it stands, for people and programs that look at it from outside.
 *
 * @param bitrate bits a second over the last second
 * @param drops packets that were not taken since the stream began
 * @param warnings what the broadcaster should change, in plain words
 */
public record StreamStatus(
        String name,
        State state,
        Instant since,
        @Nullable String protocol,
        @Nullable String address,
        @Nullable String agent,
        @Nullable VideoStatus video,
        @Nullable AudioStatus audio,
        long bitrate,
        long drops,
        List<String> warnings) {

    /** Life of a stream. */
    public enum State {
        /** Somebody publishes. */
        LIVE,
        /** Nobody publishes, and the stream goes on with a slate. */
        SLATE,
        /** The publisher has gone and may come back. */
        WAITING,
        /** Over. */
        ENDED
    }

    /**
     * The video track.
     *
     * @param codec RFC 6381
     * @param frameRate measured, frames a second
     * @param keyframeDistanceMs between the last two, 0 before the second
     */
    public record VideoStatus(
            String codec,
            int width,
            int height,
            double frameRate,
            long bitrate,
            long keyframeDistanceMs) {}

    /**
     * The audio track.
     *
     * @param codec RFC 6381
     */
    public record AudioStatus(String codec, int sampleRate, int channels, long bitrate) {}
}
