package online.nexuscos.streamcore.mpegts;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import online.nexuscos.streamcore.media.MediaException;
import org.jspecify.annotations.Nullable;

/**
 * Puts the PES packets of one PID together (ISO/IEC 13818-1, 2.4.3.6). One that misses a piece is
 * dropped whole.
 *
 * <pre>
 * | 00 00 01 | u8 stream id | u16 length, 0: as far as the next | 10 .. | 2 PTS and DTS .. |
 * | u8 header length | 4 3 PTS 1 15 PTS 1 15 PTS 1 | (the same for DTS) | .. | payload
 * </pre>
 */
final class PesReader {
    /** Longest PES packet; a picture of 8K at a keyframe has some megabytes. */
    static final int MAX_PES = 8 << 20;

    private static final int PREFIX = 6;
    private static final int FIXED = 9;
    private static final int TIME = 5;

    private final int pid;
    private final TsClock clock;
    private final ByteBufAllocator allocator;
    private final TsSink sink;
    private @Nullable ByteBuf packet;
    private boolean randomAccess;
    private int expected;
    private int capacity = 4096;
    private long dropped;

    PesReader(int pid, TsClock clock, ByteBufAllocator allocator, TsSink sink) {
        this.pid = pid;
        this.clock = clock;
        this.allocator = allocator;
        this.sink = sink;
    }

    /** PES packets that were dropped. */
    long dropped() {
        return dropped;
    }

    /** A new PES packet begins; the one before is complete if its length was not told. */
    void start(boolean newRandomAccess) throws MediaException {
        ByteBuf whole = packet;
        packet = null;
        try {
            if (whole != null && expected == 0) {
                deliver(whole);
            } else if (whole != null) {
                dropped++;
            }
        } finally {
            if (whole != null) {
                whole.release();
            }
        }
        randomAccess = newRandomAccess;
        expected = -1;
        packet = allocator.directBuffer(capacity, MAX_PES);
    }

    /** Takes what the next packet of the PID carries. */
    void append(ByteBuf payload) throws MediaException {
        ByteBuf filling = packet;
        if (filling == null) {
            return;
        }
        int size = filling.readableBytes() + payload.readableBytes();
        if (size > MAX_PES) {
            drop();
            return;
        }
        filling.writeBytes(payload);
        if (expected < 0 && size >= PREFIX) {
            int length = filling.getUnsignedShort(4);
            expected = length == 0 ? 0 : PREFIX + length;
        }
        if (expected > 0 && size >= expected) {
            packet = null;
            try {
                deliver(filling.writerIndex(expected));
            } finally {
                filling.release();
            }
        }
    }

    private void deliver(ByteBuf whole) throws MediaException {
        int size = whole.readableBytes();
        capacity = Math.clamp(size + size / 4, 512, 1 << 20);
        boolean media =
                size >= FIXED
                        && whole.getUnsignedMedium(0) == 1
                        && (whole.getByte(6) & 0xc0) == 0x80;
        int flags = media ? (whole.getByte(7) & 0xc0) >> 6 : 0;
        int start = media ? FIXED + whole.getUnsignedByte(8) : size;
        int times = flags == 3 ? 2 : flags == 2 ? 1 : 0;
        if (start >= size || times == 0 || start < FIXED + times * TIME) {
            dropped++;
            return;
        }
        long pts = time(whole, FIXED);
        long dts = times == 2 ? time(whole, FIXED + TIME) : pts;
        long placed = clock.extend(dts);
        long delay = (pts - dts) << 31 >> 31;
        sink.unit(
                pid,
                placed,
                placed + Math.max(0, delay),
                randomAccess,
                whole.retainedSlice(start, size - start));
    }

    private static long time(ByteBuf in, int at) {
        return (in.getByte(at) & 0x0eL) << 29
                | (in.getUnsignedShort(at + 1) & 0xfffeL) << 14
                | (in.getUnsignedShort(at + 3) >> 1);
    }

    /** Something of the PES packet is lost. */
    void drop() {
        if (packet != null) {
            packet.release();
            packet = null;
            dropped++;
        }
    }
}
