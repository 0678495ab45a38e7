package online.nexuscos.streamcore.rtmp.message;

import java.util.List;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;

/**
 * Metadata, such as {@code @setDataFrame}, {@code onMetaData} and its properties.
 *
 * <pre>
 * +---------------+------------- - -
 * | AMF0 string   | AMF0 values
 * | handler name  |
 * +---------------+------------- - -
 * </pre>
 *
 * In the AMF3 envelope a byte 0 goes before the name.
 *
 * @param streamId the message stream
 * @param timestamp milliseconds; 32 bits, unsigned
 * @param values the first is the handler's name; may be empty
 * @see <a href="https://rtmp.veriskope.com/pdf/rtmp_specification_1.0.pdf">RTMP 1.0, 7.1.2</a>
 */
public record DataMessage(int streamId, long timestamp, List<AmfValue> values)
        implements RtmpMessage {
    public static final int TYPE = 18;
    public static final int TYPE_AMF3 = 15;

    public DataMessage {
        values = List.copyOf(values);
    }
}
