package online.nexuscos.streamcore.packaging;

import io.netty.buffer.ByteBuf;

/**
 * The box that says when a part's first sample was taken (ISO/IEC 14496-12, 8.16.5), so that a
 * player can tell how far behind the event it is.
 *
 * <pre>
 * 0        4        8        12         16            24             32
 * +--------+--------+--------+----------+-------------+--------------+
 * |   32   | 'prft' |v=1, fl.| track id | NTP seconds | media time   |
 * |        |        |        |          | and fraction| of that track|
 * +--------+--------+--------+----------+-------------+--------------+
 * </pre>
 */
final class ProducerReferenceTime {
    static final int SIZE = 32;

    private static final int TYPE = 'p' << 24 | 'r' << 16 | 'f' << 8 | 't';

    /** Version 1 (64-bit media time); the time is that of the encoder's output, as we saw it. */
    private static final int VERSION_AND_FLAGS = 1 << 24 | 1;

    /** Each muxer has one track. */
    private static final int TRACK_ID = 1;

    /** From 1900, where NTP begins to count, to 1970 (RFC 5905, 6). */
    private static final long NTP_OFFSET_SECONDS = 2_208_988_800L;

    private ProducerReferenceTime() {}

    /**
     * Writes the box over the bytes at an index.
     *
     * @param mediaTime in the track's time scale
     * @param wallClockMs milliseconds since 1970
     */
    static void write(ByteBuf out, int index, long mediaTime, long wallClockMs) {
        long seconds = Math.floorDiv(wallClockMs, 1000L) + NTP_OFFSET_SECONDS;
        long fraction = (Math.floorMod(wallClockMs, 1000L) << 32) / 1000;
        out.setInt(index, SIZE);
        out.setInt(index + 4, TYPE);
        out.setInt(index + 8, VERSION_AND_FLAGS);
        out.setInt(index + 12, TRACK_ID);
        out.setLong(index + 16, seconds << 32 | fraction);
        out.setLong(index + 24, mediaTime);
    }
}
