package online.nexuscos.streamcore.rtmp.message;

/**
 * The sender wants an {@link Acknowledgement} after this many bytes.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                  acknowledgement window size                  |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @param size in bytes; 32 bits, unsigned, 0 too
 * @see <a href="https://rtmp.veriskope.com/pdf/rtmp_specification_1.0.pdf">RTMP 1.0, 5.4.4</a>
 */
public record WindowAcknowledgementSize(long size) implements RtmpMessage {
    public static final int TYPE = 5;
}
