package online.nexuscos.streamcore.srt.packet;

/** Sequence numbers of 31 bits, which wrap. */
public final class Sequence {
    public static final int MAX = 0x7fff_ffff;

    private Sequence() {}

    /** The number so many further on, or back. */
    public static int plus(int sequence, int distance) {
        return (sequence + distance) & MAX;
    }

    /** How far {@code to} lies behind {@code from}, the shorter way round. */
    public static int distance(int from, int to) {
        return (to - from) << 1 >> 1;
    }
}
