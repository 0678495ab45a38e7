package online.nexuscos.streamcore.mpegts;

import io.netty.buffer.ByteBuf;

/**
 * The packets of one PID, with their continuity counter (ISO/IEC 13818-1, 2.4.3.2).
 *
 * <pre>
 * +------+-----------------------+---------------------+---------------------------+---------
 * | 0x47 | 0 | start | 0 | 13 PID | 00 | 2 what follows | 4 counter | adaptation | payload
 * +------+-----------------------+---------------------+---------------------------+---------
 *  adaptation: | u8 length | flags | 33 bits clock, 6 ones, 9 bits 0 | ff ...
 * </pre>
 */
final class TsPackets {
    static final int SIZE = 188;
    static final int MAX_PAYLOAD = 184;

    /** There is no clock in this packet. */
    static final long NO_CLOCK = -1;

    private static final int SYNC = 0x47;
    private static final int START = 0x4000;
    private static final int PAYLOAD = 0x10;
    private static final int ADAPTATION = 0x20;
    private static final int RANDOM_ACCESS = 0x40;
    private static final int CLOCK = 0x10;
    private static final int CLOCK_LENGTH = 6;
    private static final int COUNTER_MASK = 0xf;
    private static final int STUFFING = 0xff;
    private static final long MASK_33 = (1L << 33) - 1;

    private final int pid;
    private int counter;

    TsPackets(int pid) {
        this.pid = pid;
    }

    int pid() {
        return pid;
    }

    /** Packets that a PES packet of this length takes, at most. */
    static int count(int length) {
        return length / MAX_PAYLOAD + 2;
    }

    /** A table's section, which must fit into one packet. */
    void writeSection(ByteBuf out, byte[] section) {
        header(out, START, PAYLOAD);
        out.writeByte(0).writeBytes(section);
        fill(out, MAX_PAYLOAD - 1 - section.length);
    }

    /**
     * A PES packet, all that {@code pes} holds.
     *
     * @param clock in 90 kHz ticks, or {@link #NO_CLOCK}
     * @param entry a decoder can begin here
     */
    void writePes(ByteBuf out, ByteBuf pes, long clock, boolean entry) {
        int start = START;
        int flags = (entry ? RANDOM_ACCESS : 0) | (clock == NO_CLOCK ? 0 : CLOCK);
        int adaptation = flags == 0 ? 0 : clock == NO_CLOCK ? 2 : 2 + CLOCK_LENGTH;
        while (pes.isReadable()) {
            int payload = Math.min(pes.readableBytes(), MAX_PAYLOAD - adaptation);
            int stuffing = MAX_PAYLOAD - adaptation - payload;
            header(out, start, adaptation + stuffing == 0 ? PAYLOAD : PAYLOAD | ADAPTATION);
            if (adaptation > 0) {
                out.writeByte(adaptation - 1 + stuffing).writeByte(flags);
                writeClock(out, clock);
                fill(out, stuffing);
            } else if (stuffing > 0) {
                out.writeByte(stuffing - 1);
                if (stuffing > 1) {
                    out.writeByte(0);
                    fill(out, stuffing - 2);
                }
            }
            out.writeBytes(pes, payload);
            start = 0;
            adaptation = 0;
        }
    }

    private void header(ByteBuf out, int start, int content) {
        out.writeByte(SYNC).writeShort(start | pid).writeByte(content | counter);
        counter = (counter + 1) & COUNTER_MASK;
    }

    private static void writeClock(ByteBuf out, long clock) {
        if (clock != NO_CLOCK) {
            long base = clock & MASK_33;
            out.writeInt((int) (base >>> 1)).writeShort((int) (base & 1) << 15 | 0x7e00);
        }
    }

    private static void fill(ByteBuf out, int length) {
        for (int i = 0; i < length; i++) {
            out.writeByte(STUFFING);
        }
    }
}
