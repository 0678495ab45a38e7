package online.nexuscos.transcode.worker;

import java.util.concurrent.TimeUnit;

/**
 * Holds a source back that comes faster than its own time, as HLS does, a segment at once. A little
 * faster is let through, so that a source whose clock runs ahead of ours does not pile up. Pure.
 */
final class Pace {
    /** So far ahead a source may be. */
    static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Another step of its clock is a jump: counted anew from there. */
    static final long JUMP_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final double FASTEST = 1.02;
    private static final long UNKNOWN = Long.MIN_VALUE;

    private long startNanos;
    private long startMedia = UNKNOWN;
    private long lastMedia;

    /**
     * How long to wait before a packet is passed on.
     *
     * @param mediaNanos the packet's time
     * @param nowNanos of a clock of ours
     * @return 0 or more
     */
    long waitNanos(long mediaNanos, long nowNanos) {
        if (startMedia == UNKNOWN || Math.abs(mediaNanos - lastMedia) > JUMP_NANOS) {
            restart(mediaNanos, nowNanos);
        }
        lastMedia = mediaNanos;
        long allowed = Math.round((nowNanos - startNanos) * FASTEST);
        long ahead = mediaNanos - startMedia - allowed;
        if (ahead < 0) {
            // The source was late: it need not make up for that later.
            restart(mediaNanos, nowNanos);
            return 0;
        }
        return Math.max(0, ahead - LEAD_NANOS);
    }

    private void restart(long mediaNanos, long nowNanos) {
        startMedia = mediaNanos;
        startNanos = nowNanos;
    }
}
