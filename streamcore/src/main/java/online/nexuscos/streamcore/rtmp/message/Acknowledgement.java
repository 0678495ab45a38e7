package online.nexuscos.streamcore.rtmp.message;

/**
 * The sender has received a window's worth of bytes since its last acknowledgement.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                        sequence number                        |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @param sequence all bytes received so far, modulo 2^32
 * @see <a href="https://rtmp.veriskope.com/pdf/rtmp_specification_1.0.pdf">RTMP 1.0, 5.4.3</a>
 */
public record Acknowledgement(long sequence) implements RtmpMessage {
    public static final int TYPE = 3;
}
