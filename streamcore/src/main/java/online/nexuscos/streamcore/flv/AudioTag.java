package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.MediaException;

/** What an audio tag, or an RTMP audio message, says about the body after its header. */
public sealed interface AudioTag {
    /** The body is what a decoder of the codec must know; of some codecs it is empty. */
    record Configuration(Codec codec) implements AudioTag {}

    /** The body is one frame, AAC's a raw one. */
    record Frame(Codec codec) implements AudioTag {}

    /** The body says which speaker a channel is for, where the codec itself does not. */
    record ChannelOrder(Codec codec) implements AudioTag {}

    /** No more frames follow. */
    record EndOfSequence() implements AudioTag {}

    /** The body is of a codec that nobody here knows, or in a form that is not taken. */
    record Unsupported(String codec) implements AudioTag {
        public String refusal() {
            return "audio codec "
                    + codec
                    + " is not supported: use AAC, Opus, MP3, FLAC, AC-3 or E-AC-3";
        }
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
        void audio(AudioTag tag, int trackId, int nanos, ByteBuf body) throws MediaException;
    }

    /**
     * Reads a message to its end: one tag for each track that it holds, one in nearly all.
     *
     * @throws MediaException when a header is cut off or holds a value that is not defined, and
     *     whatever the sink throws
     */
    static void read(ByteBuf in, Sink sink) throws MediaException {
        AudioTagReader.read(in, sink);
    }
}
