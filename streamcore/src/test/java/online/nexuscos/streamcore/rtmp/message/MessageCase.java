package online.nexuscos.streamcore.rtmp.message;

import static online.nexuscos.streamcore.rtmp.amf.TestingBytes.buffer;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;
import online.nexuscos.streamcore.rtmp.chunk.RawMessage;

/**
 * A message and its bytes.
 *
 * @param chunkStreamId where the encoder puts it
 */
record MessageCase(
        String name, RtmpMessage message, int chunkStreamId, int type, int streamId, String bytes) {
    static final long TIMESTAMP = 0xfffffff0L;

    private static final AmfValue NULL = new AmfValue.Null();

    @Override
    public String toString() {
        return name;
    }

    /** Control messages and commands are sent at time 0. */
    long timestamp() {
        return switch (message) {
            case DataMessage _, AudioMessage _, VideoMessage _ -> TIMESTAMP;
            case SetChunkSize _,
                    Abort _,
                    Acknowledgement _,
                    UserControl _,
                    WindowAcknowledgementSize _,
                    SetPeerBandwidth _,
                    Command _,
                    Unknown _ ->
                    0;
        };
    }

    RawMessage raw(ByteBuf payload) {
        return new RawMessage(chunkStreamId, timestamp(), type, streamId, payload);
    }

    private static MessageCase control(String name, RtmpMessage message, int type, String bytes) {
        return new MessageCase(name, message, 2, type, 0, bytes);
    }

    /** In the form the encoder gives them. */
    static List<MessageCase> encoded() {
        return Stream.of(control(), commands(), media()).flatMap(List::stream).toList();
    }

    private static List<MessageCase> control() {
        return List.of(
                control("set chunk size", new SetChunkSize(65536), 1, "00010000"),
                control("largest chunk size", new SetChunkSize(Integer.MAX_VALUE), 1, "7fffffff"),
                control("abort", new Abort(65599), 2, "0001003f"),
                control("acknowledgement", new Acknowledgement(0xfffffffeL), 3, "fffffffe"),
                control(
                        "stream begin",
                        new UserControl(UserControl.STREAM_BEGIN, 1),
                        4,
                        "0000 00000001"),
                control(
                        "stream end",
                        new UserControl(UserControl.STREAM_EOF, 1),
                        4,
                        "0001 00000001"),
                control(
                        "set buffer length",
                        new UserControl(UserControl.SET_BUFFER_LENGTH, 1, 3000),
                        4,
                        "0003 00000001 00000bb8"),
                control(
                        "ping request",
                        new UserControl(UserControl.PING_REQUEST, 0xffffffffL),
                        4,
                        "0006 ffffffff"),
                control(
                        "ping response",
                        new UserControl(UserControl.PING_RESPONSE, 12345),
                        4,
                        "0007 00003039"),
                control(
                        "window acknowledgement size",
                        new WindowAcknowledgementSize(2_500_000),
                        5,
                        "002625a0"),
                control(
                        "set peer bandwidth",
                        new SetPeerBandwidth(2_500_000, SetPeerBandwidth.DYNAMIC),
                        6,
                        "002625a0 02"));
    }

    private static List<MessageCase> commands() {
        return List.of(
                new MessageCase(
                        "command",
                        new Command(
                                0,
                                "connect",
                                1,
                                List.of(new AmfValue.ObjectMap(Map.of("app", text("live"))))),
                        3,
                        20,
                        0,
                        "02 0007 'connect' 00 3ff0000000000000 03 0003 'app' 02 0004 'live' 000009"),
                new MessageCase(
                        "command on a stream",
                        new Command(1, "publish", 5, List.of(NULL, text("key"), text("live"))),
                        3,
                        20,
                        1,
                        "02 0007 'publish' 00 4014000000000000 05 02 0003 'key' 02 0004 'live'"));
    }

    private static List<MessageCase> media() {
        return List.of(
                new MessageCase(
                        "data",
                        new DataMessage(1, TIMESTAMP, List.of(text("onMetaData"), NULL)),
                        4,
                        18,
                        1,
                        "02 000a 'onMetaData' 05"),
                new MessageCase(
                        "empty data", new DataMessage(1, TIMESTAMP, List.of()), 4, 18, 1, ""),
                new MessageCase(
                        "audio",
                        new AudioMessage(1, TIMESTAMP, buffer("af01 2110")),
                        6,
                        8,
                        1,
                        "af01 2110"),
                new MessageCase(
                        "empty audio", new AudioMessage(1, TIMESTAMP, buffer("")), 6, 8, 1, ""),
                new MessageCase(
                        "video",
                        new VideoMessage(-1, TIMESTAMP, buffer("1701000000 65*300")),
                        7,
                        9,
                        -1,
                        "1701000000 65*300"));
    }

    /** What others send and this encoder does not. */
    static List<MessageCase> decodedOnly() {
        return List.of(
                new MessageCase(
                        "command in the AMF3 envelope",
                        new Command(0, "close", 0, List.of()),
                        3,
                        Command.TYPE_AMF3,
                        0,
                        "00 02 0005 'close' 00 0000000000000000"),
                new MessageCase(
                        "command in the AMF3 envelope without its zero",
                        new Command(0, "close", 0, List.of()),
                        3,
                        Command.TYPE_AMF3,
                        0,
                        "02 0005 'close' 00 0000000000000000"),
                new MessageCase(
                        "data in the AMF3 envelope",
                        new DataMessage(1, TIMESTAMP, List.of(text("onFI"))),
                        4,
                        DataMessage.TYPE_AMF3,
                        1,
                        "00 02 0004 'onFI'"),
                new MessageCase(
                        "empty data in the AMF3 envelope",
                        new DataMessage(1, TIMESTAMP, List.of()),
                        4,
                        DataMessage.TYPE_AMF3,
                        1,
                        ""),
                control("event without a value", new UserControl(26, 0), 4, "001a"),
                control(
                        "event with more",
                        new UserControl(27, 1, 2),
                        4,
                        "001b 00000001 00000002 ff*32"),
                control("shared object", new Unknown(19), 19, "0000"),
                control("type 0", new Unknown(0), 0, ""),
                control("type 255", new Unknown(255), 255, "01"));
    }

    private static AmfValue text(String value) {
        return new AmfValue.Text(value);
    }
}
