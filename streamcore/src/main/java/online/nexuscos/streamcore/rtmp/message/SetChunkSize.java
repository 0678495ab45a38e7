package online.nexuscos.streamcore.rtmp.message;

/**
 * The sender's chunks are of another size from here on.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-------------------------------------------------------------+
 * |0|                         chunk size                          |
 * +-+-------------------------------------------------------------+
 * </pre>
 *
 * @param size in bytes, 1 to 2^31 - 1
 * @see <a href="https://rtmp.veriskope.com/pdf/rtmp_specification_1.0.pdf">RTMP 1.0, 5.4.1</a>
 */
public record SetChunkSize(int size) implements RtmpMessage {
    public static final int TYPE = 1;
}
