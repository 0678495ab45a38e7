package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.MediaException;

/** What the header of an audio tag, or of an RTMP audio message, says about the body after it. */
public sealed interface AudioTag {
    /** The body is an AudioSpecificConfig. */
    record Configuration() implements AudioTag {}

    /** The body is one raw AAC frame. */
    record Frame() implements AudioTag {}

    /** The body is of a codec that is not taken, or in a form that is not. */
    record Unsupported(String codec) implements AudioTag {
        public String refusal() {
            return "audio codec " + codec + " is not supported: use AAC";
        }
    }

    /**
     * Reads the header and leaves {@code in} at the body.
     *
     * @throws MediaException when the header is cut off or holds a value that is not defined
     */
    static AudioTag read(ByteBuf in) throws MediaException {
        return AudioTagReader.read(in);
    }
}
