package online.nexuscos.streamcore.rtmp.message;

/**
 * The sender gives up the message in transfer on a chunk stream.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                        chunk stream id                        |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @see <a href="https://rtmp.veriskope.com/pdf/rtmp_specification_1.0.pdf">RTMP 1.0, 5.4.2</a>
 */
public record Abort(int chunkStreamId) implements RtmpMessage {
    public static final int TYPE = 2;
}
