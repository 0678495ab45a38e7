package online.nexuscos.streamcore.elementary;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.media.MediaException;

/**
 * NAL units behind start codes (ITU-T H.264 and H.265, Annex B).
 *
 * <pre>
 * | 00 00 01 | NAL unit | 00 .. 00 | 00 00 01 | NAL unit | ...
 * </pre>
 */
public final class AnnexB {
    /** More units in one picture are refused; a picture of 8K has some hundred slices at most. */
    static final int MAX_UNITS = 1024;

    private static final int START_CODE = 3;
    private static final byte ONE = 1;

    private AnnexB() {}

    /**
     * Where one NAL unit lies in its buffer.
     *
     * @param start index of its first byte
     * @param end index behind its last
     */
    public record Unit(int start, int end) {
        int length() {
            return end - start;
        }
    }

    /** The units between the indices of {@code in}, which are not moved; none of them is empty. */
    public static List<Unit> units(ByteBuf in) throws MediaException {
        List<Unit> units = new ArrayList<>();
        int limit = in.writerIndex();
        int start = afterStartCode(in, in.readerIndex(), limit);
        while (start >= 0) {
            int next = afterStartCode(in, start, limit);
            int end = next < 0 ? limit : next - START_CODE;
            while (end > start && in.getByte(end - 1) == 0) {
                end--; // trailing_zero_8bits, and the zero of a start code of 4 bytes
            }
            if (end > start) {
                if (units.size() == MAX_UNITS) {
                    throw new MediaException(
                            "NAL units of a picture: more than " + MAX_UNITS + " are not taken");
                }
                units.add(new Unit(start, end));
            }
            start = next;
        }
        return units;
    }

    /** The index behind the next start code, or -1. */
    private static int afterStartCode(ByteBuf in, int from, int limit) {
        int position = from + START_CODE - 1;
        while (position < limit) {
            int one = in.indexOf(position, limit, ONE);
            if (one < 0) {
                return -1;
            }
            if (in.getByte(one - 1) == 0 && in.getByte(one - 2) == 0) {
                return one + 1;
            }
            position = one + 1;
        }
        return -1;
    }
}
