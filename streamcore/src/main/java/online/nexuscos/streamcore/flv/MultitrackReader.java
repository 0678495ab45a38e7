package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.MediaException;

/**
 * Walks through the tracks of a multitrack message (<a
 * href="https://veovera.github.io/enhanced-rtmp/docs/enhanced/enhanced-rtmp-v2">Enhanced RTMP
 * 2</a>, ExVideoTagBody and ExAudioTagBody).
 *
 * <pre>
 * type 0, one track    | 0 | packet type | FourCC | id | body
 * type 1, one codec    | 1 | packet type | FourCC | id | u24 size | body | id | u24 size | body ...
 * type 2, many codecs  | 2 | packet type | FourCC | id | u24 size | body | FourCC | id | ...
 * </pre>
 */
final class MultitrackReader {
    /** Takes each track of a message; the body is the caller's and ends with the call. */
    interface Tracks {
        void track(int packetType, int fourCc, int trackId, ByteBuf body) throws MediaException;
    }

    private static final int ONE_TRACK = 0;
    private static final int MANY_TRACKS = 1;
    private static final int MANY_TRACKS_MANY_CODECS = 2;

    private MultitrackReader() {}

    /**
     * Reads all of {@code in}.
     *
     * @param multitrack packet type that says multitrack, which must not come again
     */
    static void read(ByteBuf in, int multitrack, String kind, Tracks tracks) throws MediaException {
        FlvFields.require(in, 1, kind);
        int first = in.readUnsignedByte();
        int type = first >> 4;
        int packetType = first & 0xf;
        if (packetType == multitrack || packetType == FlvFields.MOD_EX) {
            throw new MediaException(kind + " packet type in multitrack: " + packetType);
        }
        if (type > MANY_TRACKS_MANY_CODECS) {
            throw new MediaException(kind + " multitrack type: " + type + " (expected: 0 to 2)");
        }
        int fourCc = type == MANY_TRACKS_MANY_CODECS ? 0 : FlvFields.fourCc(in, kind);
        if (type == ONE_TRACK) {
            FlvFields.require(in, 1, kind);
            tracks.track(packetType, fourCc, in.readUnsignedByte(), in);
            return;
        }
        do {
            if (type != MANY_TRACKS) {
                fourCc = FlvFields.fourCc(in, kind);
            }
            FlvFields.require(in, 4, kind);
            int id = in.readUnsignedByte();
            int size = in.readUnsignedMedium();
            FlvFields.require(in, size, kind);
            tracks.track(packetType, fourCc, id, in.readSlice(size));
        } while (in.isReadable());
    }
}
