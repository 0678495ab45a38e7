package online.nexuscos.streamcore.srt;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.srt.packet.Sequence;
import online.nexuscos.streamcore.srt.packet.SrtPacket;
import online.nexuscos.streamcore.srt.packet.SrtPacket.Range;
import org.jspecify.annotations.Nullable;

/**
 * Puts packets in order. What follows in order goes on at once; a gap is waited for as long as the
 * latency, counted from the packet behind it, and then left. One thread; times are given.
 */
final class ReceiveWindow {
    /** Packets from the first missing one on; those beyond are not taken. */
    static final int SIZE = 8192;

    /** Takes payloads in order. */
    interface Output {
        /** The next payload; its reference passes on. */
        void next(ByteBuf payload);

        /** So many packets are given up. */
        void lost(int packets);
    }

    private final @Nullable ByteBuf[] payloads = new ByteBuf[SIZE];
    private final long[] timesUs = new long[SIZE];
    private final Output output;
    private final long latencyUs;
    private int next;
    private int ahead;

    /**
     * @param first sequence number to come
     */
    ReceiveWindow(int first, long latencyUs, Output output) {
        this.next = first;
        this.latencyUs = latencyUs;
        this.output = output;
    }

    /** The first sequence number that has not come. */
    int next() {
        return next;
    }

    int free() {
        return SIZE - ahead;
    }

    boolean hasGap() {
        return ahead > 0;
    }

    /**
     * Takes a packet.
     *
     * @param payload its reference passes on
     * @return what is newly known to be missing before it
     */
    @Nullable Range take(int sequence, ByteBuf payload, long nowUs) {
        int distance = Sequence.distance(next, sequence);
        int slot = slot(sequence);
        if (distance < 0 || distance >= SIZE || (distance < ahead && payloads[slot] != null)) {
            payload.release();
            return null;
        }
        if (distance == 0 && ahead == 0) {
            next = Sequence.plus(next, 1);
            output.next(payload);
            return null;
        }
        payloads[slot] = payload;
        timesUs[slot] = nowUs;
        Range missing = null;
        if (distance >= ahead) {
            if (distance > ahead) {
                for (int i = ahead; i < distance; i++) {
                    timesUs[slot(Sequence.plus(next, i))] = nowUs; // when it was asked for
                }
                missing = new Range(Sequence.plus(next, ahead), Sequence.plus(sequence, -1));
            }
            ahead = distance + 1;
        }
        advance();
        return missing;
    }

    private void advance() {
        ByteBuf first = ahead > 0 ? payloads[slot(next)] : null;
        while (first != null) {
            payloads[slot(next)] = null;
            next = Sequence.plus(next, 1);
            ahead--;
            output.next(first);
            first = ahead > 0 ? payloads[slot(next)] : null;
        }
    }

    /** Leaves gaps that have lasted too long. */
    void expire(long nowUs) {
        while (ahead > 0) {
            int gap = gap();
            if (nowUs - timesUs[slot(Sequence.plus(next, gap))] < latencyUs) {
                return;
            }
            skip(gap);
        }
    }

    /** The sender has given up what lies in this range. */
    void giveUp(Range given) {
        int last = Sequence.distance(next, given.last());
        if (Sequence.distance(next, given.first()) <= 0 && last >= 0 && last < SIZE) {
            int gap = ahead > 0 ? gap() : Integer.MAX_VALUE;
            skip(Math.min(gap, last + 1));
        }
    }

    private void skip(int gap) {
        next = Sequence.plus(next, gap);
        ahead = Math.max(0, ahead - gap);
        output.lost(gap);
        advance();
    }

    /** How many are missing before the first that is there. */
    private int gap() {
        int gap = 0;
        while (payloads[slot(Sequence.plus(next, gap))] == null) {
            gap++;
        }
        return gap;
    }

    /** What is missing and was last asked for so long ago; it counts as asked for now. */
    List<Range> overdue(long nowUs, long patienceUs) {
        List<Range> ranges = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= ahead && ranges.size() < SrtPacket.MAX_RANGES / 4; i++) {
            int slot = slot(Sequence.plus(next, i));
            boolean due =
                    i < ahead && payloads[slot] == null && nowUs - timesUs[slot] >= patienceUs;
            if (due) {
                timesUs[slot] = nowUs;
                start = start < 0 ? i : start;
            } else if (start >= 0) {
                ranges.add(new Range(Sequence.plus(next, start), Sequence.plus(next, i - 1)));
                start = -1;
            }
        }
        return ranges;
    }

    /** Releases what waits. */
    void close() {
        for (int i = 0; i < SIZE; i++) {
            ByteBuf payload = payloads[i];
            if (payload != null) {
                payload.release();
                payloads[i] = null;
            }
        }
        ahead = 0;
    }

    private static int slot(int sequence) {
        return sequence & (SIZE - 1);
    }
}
