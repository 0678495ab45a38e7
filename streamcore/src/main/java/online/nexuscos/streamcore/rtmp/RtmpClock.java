package online.nexuscos.streamcore.rtmp;

/**
 * Extends the 32-bit milliseconds of RTMP, which wrap after 49 days, to 64 bits. A step is taken
 * the shorter way round, so a time stamp that goes back a little stays a little behind.
 */
final class RtmpClock {
    private long last;

    /**
     * Extends one time stamp.
     *
     * @param timestamp of a message, 0 to 2^32 - 1
     * @return milliseconds since an arbitrary moment; negative where the publisher began just
     *     before the wrap
     */
    long extend(long timestamp) {
        last += (int) (timestamp - last);
        return last;
    }
}
