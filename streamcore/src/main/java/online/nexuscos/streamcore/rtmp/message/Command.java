package online.nexuscos.streamcore.rtmp.message;

import java.util.List;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;

/**
 * A remote procedure call or the answer to one.
 *
 * <pre>
 * +---------------+------------------+----------------+------------- - -
 * | AMF0 string   | AMF0 number      | AMF0 value     | AMF0 values
 * | command name  | transaction id   | command object | arguments
 * +---------------+------------------+----------------+------------- - -
 * </pre>
 *
 * In the AMF3 envelope a byte 0 goes before the name.
 *
 * @param streamId the message stream: 0 for the connection
 * @param transactionId 0 if no answer is expected
 * @param arguments the first is the command object, if there is any
 * @see <a href="https://rtmp.veriskope.com/pdf/rtmp_specification_1.0.pdf">RTMP 1.0, 7.1.1 and
 *     7.2</a>
 */
public record Command(int streamId, String name, double transactionId, List<AmfValue> arguments)
        implements RtmpMessage {
    public static final int TYPE = 20;
    public static final int TYPE_AMF3 = 17;

    public Command {
        arguments = List.copyOf(arguments);
    }
}
