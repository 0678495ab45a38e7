package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.MediaException;

/** What the header of a video tag, or of an RTMP video message, says about the body after it. */
public sealed interface VideoTag {
    /** The body is an AVCDecoderConfigurationRecord. */
    record Configuration() implements VideoTag {}

    /**
     * The body is one access unit: lengths with their NAL units.
     *
     * @param compositionOffsetMs presentation time less decoding time, -2^23 to 2^23 - 1
     */
    record AccessUnit(FrameType frameType, int compositionOffsetMs) implements VideoTag {}

    /** No more access units follow. */
    record EndOfSequence() implements VideoTag {}

    /** A command to a player, not a picture. */
    record Command() implements VideoTag {}

    /** The body is of a codec that is not taken, or in a form that is not. */
    record Unsupported(String codec) implements VideoTag {
        public String refusal() {
            return "video codec " + codec + " is not supported: use H.264";
        }
    }

    enum FrameType {
        KEY,
        INTER,
        DISPOSABLE_INTER,
        GENERATED_KEY
    }

    /**
     * Reads the header and leaves {@code in} at the body.
     *
     * @throws MediaException when the header is cut off or holds a value that is not defined
     */
    static VideoTag read(ByteBuf in) throws MediaException {
        return VideoTagReader.read(in);
    }
}
