package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.MediaException;

/** What a video tag, or an RTMP video message, says about the body after its header. */
public sealed interface VideoTag {
    /** The body is what a decoder of the codec must know, in the form of the codec's own box. */
    record Configuration(Codec codec) implements VideoTag {}

    /**
     * The body is one access unit; of H.264 and HEVC: lengths with their NAL units.
     *
     * @param compositionOffsetMs presentation time less decoding time, -2^23 to 2^23 - 1
     */
    record AccessUnit(Codec codec, FrameType frameType, int compositionOffsetMs)
            implements VideoTag {}

    /** The body is AMF0: names with their values, of which {@code colorInfo} is known. */
    record Metadata() implements VideoTag {}

    /** No more access units follow. */
    record EndOfSequence() implements VideoTag {}

    /** A command to a player, not a picture. */
    record Command() implements VideoTag {}

    /** The body is of a codec that nobody here knows, or in a form that is not taken. */
    record Unsupported(String codec) implements VideoTag {
        public String refusal() {
            return "video codec " + codec + " is not supported: use H.264, HEVC, AV1 or VP9";
        }
    }

    enum FrameType {
        KEY,
        INTER,
        DISPOSABLE_INTER,
        GENERATED_KEY
    }

    /** Takes what a message holds. */
    interface Sink {
        /**
         * One tag.
         *
         * @param trackId 0 for the default track, to 255
         * @param nanos to be added to the message's time stamp, 0 to 999,999
         * @param body what is left of the message, or of this track's part of it
         */
        void video(VideoTag tag, int trackId, int nanos, ByteBuf body) throws MediaException;
    }

    /**
     * Reads a message to its end: one tag for each track that it holds, one in nearly all.
     *
     * @throws MediaException when a header is cut off or holds a value that is not defined, and
     *     whatever the sink throws
     */
    static void read(ByteBuf in, Sink sink) throws MediaException {
        VideoTagReader.read(in, sink);
    }
}
