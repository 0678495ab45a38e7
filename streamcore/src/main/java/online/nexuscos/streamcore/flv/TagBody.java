package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.Track;

/**
 * Writes the bodies of tags, which are the payloads of RTMP's audio and video messages. Pure.
 *
 * @see VideoTag#read
 * @see AudioTag#read
 */
public final class TagBody {
    /** Type of an audio tag, and of an audio message. */
    public static final int AUDIO = 8;

    /** Type of a video tag, and of a video message. */
    public static final int VIDEO = 9;

    /** Type of a script data tag, and of a data message. */
    public static final int SCRIPT = 18;

    private TagBody() {}

    /** The type of a track's tags and messages. */
    public static int type(Track track) {
        return track.isVideo() ? VIDEO : AUDIO;
    }

    /** Bytes of the packet's body. */
    public static int length(Packet packet) {
        return headerLength(packet) + packet.size();
    }

    /** Bytes of the header, after which the packet's payload makes the body complete. */
    public static int headerLength(Packet packet) {
        return form(packet.track()).headerLength(packet);
    }

    /** Appends the header, after which the packet's payload makes the body complete. */
    public static void writeHeader(ByteBuf out, Packet packet) {
        form(packet.track()).writeHeader(out, packet);
    }

    /** Bytes of the body that tells a decoder how to begin; 0: no such body is to be sent. */
    public static int configurationLength(Track track) {
        return form(track).configurationLength(track.configuration().codecPrivate());
    }

    /** Appends the body that tells a decoder how to begin; it comes before a track's packets. */
    public static void writeConfiguration(ByteBuf out, Track track) {
        form(track).writeConfiguration(out, track.configuration().codecPrivate());
    }

    static TagForm form(Track track) {
        return TagForm.of(track.configuration().codec());
    }
}
