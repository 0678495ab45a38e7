package online.nexuscos.streamcore.packaging;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import online.nexuscos.streamcore.media.Cue;

/**
 * A cue as an event message box of version 1 with an ID3 tag in it, so that players find it in the
 * media (ISO/IEC 23009-1, 5.10.3.3; <a href="https://aomediacodec.github.io/id3-emsg/">Carriage of
 * ID3 Timed Metadata in CMAF</a>).
 *
 * <pre>
 * 0       4        8       12         16            24        28    32
 * +-------+--------+-------+----------+-------------+---------+-----+----------+----------+-----
 * | size  | 'emsg' | v=1,0 | timescale| time        | duration| id  | scheme, 0| value, 0 | ID3
 * +-------+--------+-------+----------+-------------+---------+-----+----------+----------+-----
 * </pre>
 */
final class EventMessage {
    /** Who reads DASH manifests learns from it that there may be such boxes. */
    static final String SCHEME = "https://aomedia.org/emsg/ID3";

    private static final int TYPE = 'e' << 24 | 'm' << 16 | 's' << 8 | 'g';
    private static final int VERSION_1 = 1 << 24;
    private static final int UNKNOWN_DURATION = -1;
    private static final int FIXED_SIZE = 32;

    private static final byte[] SCHEME_BYTES = (SCHEME + '\0').getBytes(StandardCharsets.US_ASCII);

    /** ID3 in version 2.4, without flags. */
    private static final byte[] TAG_HEADER = {'I', 'D', '3', 4, 0, 0};

    /** A text that the user of ID3 gives a name to. */
    private static final byte[] FRAME = {'T', 'X', 'X', 'X'};

    private static final byte UTF_8 = 3;
    private static final int FRAME_FLAGS_SIZE = 2;

    private final byte[] message;

    EventMessage(Cue cue) {
        message = tag(cue);
    }

    int size() {
        return FIXED_SIZE + SCHEME_BYTES.length + 1 + message.length;
    }

    /**
     * Writes the box over the bytes at an index.
     *
     * @param time in the time scale
     * @param number tells two messages apart
     */
    void write(ByteBuf out, int index, int timescale, long time, long number) {
        out.setInt(index, size());
        out.setInt(index + 4, TYPE);
        out.setInt(index + 8, VERSION_1);
        out.setInt(index + 12, timescale);
        out.setLong(index + 16, time);
        out.setInt(index + 24, UNKNOWN_DURATION);
        out.setInt(index + 28, (int) number);
        int at = index + FIXED_SIZE;
        out.setBytes(at, SCHEME_BYTES);
        at += SCHEME_BYTES.length;
        out.setByte(at, 0);
        out.setBytes(at + 1, message);
    }

    /** <a href="https://id3.org/id3v2.4.0-frames">ID3v2.4, 4.2.6</a>: one TXXX frame. */
    private static byte[] tag(Cue cue) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.write(UTF_8);
        text.writeBytes(cue.name().getBytes(StandardCharsets.UTF_8));
        text.write(0);
        text.writeBytes(cue.value().getBytes(StandardCharsets.UTF_8));
        int frameSize = FRAME.length + 4 + FRAME_FLAGS_SIZE + text.size();
        ByteArrayOutputStream tag = new ByteArrayOutputStream();
        tag.writeBytes(TAG_HEADER);
        synchsafe(tag, frameSize);
        tag.writeBytes(FRAME);
        synchsafe(tag, text.size());
        tag.writeBytes(new byte[FRAME_FLAGS_SIZE]);
        tag.writeBytes(text.toByteArray());
        return tag.toByteArray();
    }

    /** Four bytes of seven bits each. */
    private static void synchsafe(ByteArrayOutputStream out, int size) {
        for (int shift = 21; shift >= 0; shift -= 7) {
            out.write(size >> shift & 0x7f);
        }
    }
}
