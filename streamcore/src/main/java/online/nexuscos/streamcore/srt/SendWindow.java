package online.nexuscos.streamcore.srt;

import io.netty.buffer.ByteBuf;
import java.util.BitSet;
import online.nexuscos.streamcore.srt.packet.Sequence;
import online.nexuscos.streamcore.srt.packet.SrtPacket;
import online.nexuscos.streamcore.srt.packet.SrtPacket.Range;
import org.jspecify.annotations.Nullable;

/**
 * Packets on their way to a receiver, whole as they go over the line, until it has them: those that
 * have not gone out yet, those that may be asked for again, and those that were. One thread; times
 * are given.
 */
final class SendWindow {
    /** Packets at most, sent or not; one more does not fit. */
    static final int SIZE = 8192;

    private static final long LONG_AGO_US = 3_600_000_000L;

    private final @Nullable ByteBuf[] packets = new ByteBuf[SIZE];
    private final long[] madeUs = new long[SIZE];
    private final long[] againUs = new long[SIZE];
    private final BitSet asked = new BitSet(SIZE);
    private final int limit;
    private int first;
    private int fresh;
    private int next;

    /**
     * @param start sequence number of the first packet
     * @param limit packets that the receiver has room for
     */
    SendWindow(int start, int limit) {
        this.limit = Math.clamp(limit, 1, SIZE);
        first = start;
        fresh = start;
        next = start;
    }

    /** The number of the next packet. */
    int next() {
        return next;
    }

    /** The oldest that the receiver does not have, as far as it has told. */
    int first() {
        return first;
    }

    boolean isHalfEmpty() {
        return Sequence.distance(first, next) <= limit / 2;
    }

    boolean isFull() {
        return Sequence.distance(first, next) >= limit;
    }

    /** Whether something waits to go out for the first time. */
    boolean hasFresh() {
        return fresh != next;
    }

    boolean hasAsked() {
        return !asked.isEmpty();
    }

    /** Sent, and not acknowledged. */
    boolean hasUnacknowledged() {
        return first != fresh;
    }

    /**
     * Takes the packet of number {@link #next}; the window must not be full.
     *
     * @param packet its reference passes on
     */
    void add(ByteBuf packet, long nowUs) {
        if (isFull()) {
            packet.release();
            throw new IllegalStateException("packets in the window: " + limit);
        }
        int slot = slot(next);
        packets[slot] = packet;
        madeUs[slot] = nowUs;
        againUs[slot] = nowUs - LONG_AGO_US;
        next = Sequence.plus(next, 1);
    }

    /** The next that has not gone out, which has now; it stays the window's. Null where none is. */
    @Nullable ByteBuf pollFresh() {
        if (fresh == next) {
            return null;
        }
        int slot = slot(fresh);
        fresh = Sequence.plus(fresh, 1);
        return packets[slot];
    }

    /**
     * The oldest that was asked for again, marked as such; it stays the window's. Null where none
     * is, or all that are have gone out again only just now.
     *
     * @param restUs how long a packet rests that went out again: it cannot have come before
     */
    @Nullable ByteBuf pollAsked(long nowUs, long restUs) {
        int start = slot(first);
        int slot = asked.nextSetBit(start);
        slot = slot < 0 ? asked.nextSetBit(0) : slot;
        while (slot >= 0) {
            asked.clear(slot);
            ByteBuf packet = packets[slot];
            if (packet != null && nowUs - againUs[slot] >= restUs) {
                againUs[slot] = nowUs;
                SrtPacket.markRetransmitted(packet);
                return packet;
            }
            slot = asked.nextSetBit(slot);
            slot = slot < 0 ? asked.nextSetBit(0) : slot;
        }
        return null;
    }

    /** The receiver has all before this number. */
    void acknowledge(int upTo) {
        int count = Sequence.distance(first, upTo);
        if (count > 0 && count <= Sequence.distance(first, fresh)) {
            forget(count);
        }
    }

    /**
     * The receiver lacks these.
     *
     * @return what it will not get, because it is not there any more; null where it will get all
     */
    @Nullable Range ask(Range lost) {
        int from = Sequence.distance(first, lost.first());
        int to = Sequence.distance(first, lost.last());
        int sent = Sequence.distance(first, fresh);
        if (to < from || to >= sent || from <= -SIZE) {
            return null; // not something that was sent
        }
        for (int i = Math.max(0, from); i <= to; i++) {
            asked.set(slot(Sequence.plus(first, i)));
        }
        return from >= 0 ? null : new Range(lost.first(), Sequence.plus(first, Math.min(-1, to)));
    }

    /** As if the receiver lacked the oldest so many that were sent. */
    void askOldest(int count) {
        int sent = Math.min(count, Sequence.distance(first, fresh));
        for (int i = 0; i < sent; i++) {
            asked.set(slot(Sequence.plus(first, i)));
        }
    }

    /**
     * Gives up what is too old to be of use.
     *
     * @return how many
     */
    int expire(long nowUs, long maxAgeUs) {
        int count = 0;
        int held = Sequence.distance(first, next);
        while (count < held && nowUs - madeUs[slot(Sequence.plus(first, count))] > maxAgeUs) {
            count++;
        }
        forget(count);
        return count;
    }

    private void forget(int count) {
        for (int i = 0; i < count; i++) {
            int slot = slot(first);
            ByteBuf packet = packets[slot];
            if (packet != null) {
                packet.release();
                packets[slot] = null;
            }
            asked.clear(slot);
            if (fresh == first) {
                fresh = Sequence.plus(fresh, 1);
            }
            first = Sequence.plus(first, 1);
        }
    }

    /** Releases all. */
    void close() {
        forget(Sequence.distance(first, next));
    }

    private static int slot(int sequence) {
        return sequence & (SIZE - 1);
    }
}
