package online.nexuscos.streamcore.flv;

import io.netty.buffer.ByteBuf;
import java.util.List;
import online.nexuscos.streamcore.media.Epoch;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.rtmp.amf.Amf0Writer;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;

/**
 * Writes FLV (<a href="https://rtmp.veriskope.com/pdf/video_file_format_spec_v10_1.pdf">Adobe Flash
 * Video File Format 10.1</a>, E.2 to E.4). Pure: all that goes from tag to tag is in the tags.
 *
 * <pre>
 * file | "FLV" | 1 | 00000A0V | u32 9 | u32 0 | tag ...
 *
 *  tag   0      1           4           7      8           11
 *      +------+-----------+-----------+------+-----------+------+---------------+
 *      | type | u24 body  | u24 time  | u8   | u24 stream| body | u32 11 + body |
 *      |      |    length | low bits  | high |         0 |      |   tag length  |
 *      +------+-----------+-----------+------+-----------+------+---------------+
 * </pre>
 */
public final class FlvWriter {
    /** Bytes of the file's header, with the length of the tag before the first, which is 0. */
    public static final int FILE_HEADER_LENGTH = 13;

    private static final int TAG_HEADER_LENGTH = 11;
    private static final int TAG_LENGTH_FIELD = 4;
    private static final int SIGNATURE = 'F' << 16 | 'L' << 8 | 'V';
    private static final int VERSION = 1;
    private static final int HAS_AUDIO = 4;
    private static final int HAS_VIDEO = 1;
    private static final int HEADER_SIZE = 9;

    private FlvWriter() {}

    /** Appends the file's header. */
    public static void writeFileHeader(ByteBuf out, Epoch epoch) {
        int tracks =
                (epoch.audio().isPresent() ? HAS_AUDIO : 0)
                        | (epoch.video().isPresent() ? HAS_VIDEO : 0);
        out.writeMedium(SIGNATURE)
                .writeByte(VERSION)
                .writeByte(tracks)
                .writeInt(HEADER_SIZE)
                .writeInt(0);
    }

    /** Bytes of the packet's tag. */
    public static int length(Packet packet) {
        return TAG_HEADER_LENGTH + TagBody.length(packet) + TAG_LENGTH_FIELD;
    }

    /** Appends the packet's tag; the packet stays the caller's, unread. */
    public static void write(ByteBuf out, Packet packet) {
        int start =
                begin(
                        out,
                        TagBody.type(packet.track()),
                        TagBody.length(packet),
                        TagTime.timestampMs(packet));
        TagBody.writeHeader(out, packet);
        ByteBuf payload = packet.payload();
        out.writeBytes(payload, payload.readerIndex(), payload.readableBytes());
        end(out, start);
    }

    /**
     * Appends what a player needs before an epoch's packets: the metadata, and the configuration of
     * each track.
     *
     * @param timestampMs of the first packet that follows
     */
    public static void writeBeginning(ByteBuf out, Epoch epoch, long timestampMs) {
        // At any other time FFmpeg would take it for a track of subtitles.
        writeScript(out, 0, TagMetadata.of(epoch));
        for (Track track : epoch.tracks()) {
            if (TagBody.configurationLength(track) == 0) {
                continue;
            }
            int start =
                    begin(
                            out,
                            TagBody.type(track),
                            TagBody.configurationLength(track),
                            timestampMs);
            TagBody.writeConfiguration(out, track);
            end(out, start);
        }
    }

    /** Appends a tag of script data. */
    public static void writeScript(ByteBuf out, long timestampMs, List<AmfValue> values) {
        int start = begin(out, TagBody.SCRIPT, 0, timestampMs);
        values.forEach(value -> Amf0Writer.write(out, value));
        out.setMedium(start + 1, out.writerIndex() - start - TAG_HEADER_LENGTH);
        end(out, start);
    }

    private static int begin(ByteBuf out, int type, int bodyLength, long timestampMs) {
        int start = out.writerIndex();
        out.writeByte(type)
                .writeMedium(bodyLength)
                .writeMedium((int) timestampMs)
                .writeByte((int) (timestampMs >>> 24))
                .writeMedium(0);
        return start;
    }

    private static void end(ByteBuf out, int start) {
        out.writeInt(out.writerIndex() - start);
    }
}
