package online.nexuscos.streamcore.rtmp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import online.nexuscos.streamcore.hub.PublishRefusedException;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;
import online.nexuscos.streamcore.rtmp.message.Command;

/**
 * The commands that the server sends (<a
 * href="https://rtmp.veriskope.com/docs/spec/#7rtmp-command-messages">RTMP 1.0, 7</a>), in the form
 * that FFmpeg, OBS, GStreamer and librtmp understand.
 */
final class RtmpReplies {
    /** The only message stream of a connection. */
    static final int MEDIA_STREAM = 1;

    private static final String RECONNECT_REQUEST = "NetConnection.Connect.ReconnectRequest";
    private static final int CONTROL_STREAM = 0;
    private static final AmfValue NOTHING = new AmfValue.Null();

    private RtmpReplies() {}

    static Command connected(double transaction, Capabilities capabilities) {
        Map<String, AmfValue> server = new LinkedHashMap<>();
        server.put("fmsVer", new AmfValue.Text("FMS/3,0,1,123"));
        server.put("capabilities", new AmfValue.Number(31));
        Map<String, AmfValue> information =
                information("status", "NetConnection.Connect.Success", "Connection succeeded.");
        information.put("objectEncoding", new AmfValue.Number(0));
        information.putAll(capabilities.answer());
        return result(
                transaction, new AmfValue.ObjectMap(server), new AmfValue.ObjectMap(information));
    }

    static Command result(double transaction, AmfValue... values) {
        return new Command(CONTROL_STREAM, "_result", transaction, List.of(values));
    }

    static Command done(double transaction) {
        return result(transaction, NOTHING, new AmfValue.Undefined());
    }

    static Command streamCreated(double transaction) {
        return result(transaction, NOTHING, new AmfValue.Number(MEDIA_STREAM));
    }

    static Command error(double transaction, String code, String description) {
        return new Command(
                CONTROL_STREAM,
                "_error",
                transaction,
                List.of(NOTHING, new AmfValue.ObjectMap(information("error", code, description))));
    }

    static Command onFcPublish(String description) {
        return new Command(
                CONTROL_STREAM,
                "onFCPublish",
                0,
                List.of(
                        NOTHING,
                        new AmfValue.ObjectMap(
                                information("status", "NetStream.Publish.Start", description))));
    }

    static Command onFcSubscribe(String description) {
        return new Command(
                CONTROL_STREAM,
                "onFCSubscribe",
                0,
                List.of(
                        NOTHING,
                        new AmfValue.ObjectMap(
                                information("status", "NetStream.Play.Start", description))));
    }

    static Command onStatus(String level, String code, String description) {
        return new Command(
                MEDIA_STREAM,
                "onStatus",
                0,
                List.of(NOTHING, new AmfValue.ObjectMap(information(level, code, description))));
    }

    /**
     * Asks the peer to connect again, at the address it came by (Enhanced RTMP 2, Enhancing
     * NetConnection: Reconnect Request).
     */
    static Command reconnectRequest(String description) {
        return new Command(
                CONTROL_STREAM,
                "onStatus",
                0,
                List.of(
                        NOTHING,
                        new AmfValue.ObjectMap(
                                information("status", RECONNECT_REQUEST, description))));
    }

    /** The codes are those that make OBS, FFmpeg and GStreamer say the right thing. */
    static String codeOf(PublishRefusedException.Reason reason) {
        return switch (reason) {
            case UNKNOWN_KEY -> "NetStream.Publish.Denied";
            case ALREADY_LIVE -> "NetStream.Publish.BadName";
            case OVERLOADED -> "NetStream.Publish.Rejected";
        };
    }

    private static Map<String, AmfValue> information(
            String level, String code, String description) {
        Map<String, AmfValue> information = new LinkedHashMap<>();
        information.put("level", new AmfValue.Text(level));
        information.put("code", new AmfValue.Text(code));
        information.put("description", new AmfValue.Text(description));
        return information;
    }
}
