package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import online.nexuscos.streamcore.media.MediaException;

/** The fields that audio and video tags share. */
final class FlvFields {
    private FlvFields() {}

    static void require(ByteBuf in, int bytes, String kind) throws MediaException {
        if (in.readableBytes() < bytes) {
            throw new MediaException(
                    kind + " tag: ends " + (bytes - in.readableBytes()) + " bytes too early");
        }
    }

    /** Four characters; whatever is not printable is shown as a question mark. */
    static String fourCc(ByteBuf in, String kind) throws MediaException {
        require(in, 4, kind);
        StringBuilder name = new StringBuilder(4);
        for (int i = 0; i < 4; i++) {
            int character = in.readUnsignedByte();
            name.append(character > ' ' && character < 0x7f ? (char) character : '?');
        }
        return name.toString();
    }
}
