package online.nexuscos.streamcore.rtmp.message;

/**
 * The receiver shall have at most this many bytes in flight.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                  acknowledgement window size                  |
 * +---------------+-----------------------------------------------+
 * |  limit type   |
 * +---------------+
 * </pre>
 *
 * @param size in bytes; 32 bits, unsigned
 * @see <a href="https://rtmp.veriskope.com/pdf/rtmp_specification_1.0.pdf">RTMP 1.0, 5.4.5</a>
 */
public record SetPeerBandwidth(long size, int limitType) implements RtmpMessage {
    public static final int TYPE = 6;

    public static final int HARD = 0;
    public static final int SOFT = 1;
    public static final int DYNAMIC = 2;
}
