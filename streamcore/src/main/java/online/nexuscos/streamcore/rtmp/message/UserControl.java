package online.nexuscos.streamcore.rtmp.message;

/**
 * An event of a message stream or of the connection.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |             event             |             value             |
 * +-------------------------------+-------------------------------+
 * |             value             | second (Set Buffer Length)    |
 * +-------------------------------+-------------------------------+
 * | second                        |
 * +-------------------------------+
 * </pre>
 *
 * @param event other numbers than the constants occur; their value and second are whatever follows,
 *     0 if nothing does
 * @param value the message stream id, or the timestamp of a ping; 32 bits, unsigned
 * @param second the buffer length in milliseconds of {@link #SET_BUFFER_LENGTH}, else 0
 * @see <a href="https://rtmp.veriskope.com/pdf/rtmp_specification_1.0.pdf">RTMP 1.0, 6.2 and
 *     7.1.7</a>
 */
public record UserControl(int event, long value, long second) implements RtmpMessage {
    public static final int TYPE = 4;

    public static final int STREAM_BEGIN = 0;
    public static final int STREAM_EOF = 1;
    public static final int STREAM_DRY = 2;
    public static final int SET_BUFFER_LENGTH = 3;
    public static final int STREAM_IS_RECORDED = 4;
    public static final int PING_REQUEST = 6;
    public static final int PING_RESPONSE = 7;

    /** An event with one value. */
    public UserControl(int event, long value) {
        this(event, value, 0);
    }
}
