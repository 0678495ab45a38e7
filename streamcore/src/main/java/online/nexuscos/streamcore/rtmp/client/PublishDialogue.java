package online.nexuscos.streamcore.rtmp.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;
import online.nexuscos.streamcore.rtmp.message.Abort;
import online.nexuscos.streamcore.rtmp.message.Acknowledgement;
import online.nexuscos.streamcore.rtmp.message.AudioMessage;
import online.nexuscos.streamcore.rtmp.message.Command;
import online.nexuscos.streamcore.rtmp.message.DataMessage;
import online.nexuscos.streamcore.rtmp.message.RtmpMessage;
import online.nexuscos.streamcore.rtmp.message.SetChunkSize;
import online.nexuscos.streamcore.rtmp.message.SetPeerBandwidth;
import online.nexuscos.streamcore.rtmp.message.Unknown;
import online.nexuscos.streamcore.rtmp.message.UserControl;
import online.nexuscos.streamcore.rtmp.message.VideoMessage;
import online.nexuscos.streamcore.rtmp.message.WindowAcknowledgementSize;

/**
 * The dialogue with a server that we publish to, after the handshake (<a
 * href="https://rtmp.veriskope.com/docs/spec/#7rtmp-command-messages">RTMP 1.0, 7</a>), in the
 * order of OBS and FFmpeg. It knows no socket and no clock, and belongs to one event loop.
 */
final class PublishDialogue {
    /** Where our side goes. */
    interface Output {
        void send(RtmpMessage message);

        /** Media may follow on this message stream. */
        void publishing(int streamId);

        /** The server wants to be called there; the end follows. */
        void moved(RtmpAddress next);

        void end(Ending ending);
    }

    private enum State {
        CONNECTING,
        CREATING,
        ASKING,
        PUBLISHING,
        OVER
    }

    static final int CHUNK_SIZE = 4096;

    /** The flag of {@code capsEx} that says so. */
    private static final int RECONNECT = 1;

    private static final int MIN_WINDOW = 64 * 1024;
    private static final int MAX_WINDOW = 2_500_000;
    private static final int MAX_REASON = 120;

    private static final double CONNECT = 1;
    private static final double RELEASE = 2;
    private static final double ANNOUNCE = 3;
    private static final double CREATE = 4;
    private static final double PUBLISH = 5;

    private static final AmfValue NOTHING = new AmfValue.Null();

    /** What we may send beyond H.264, AAC and MP3 (Enhanced RTMP 2, "fourCcList"). */
    private static final List<AmfValue> FOUR_CC =
            Stream.of("hvc1", "av01", "vp09", "vp08", "Opus", "fLaC", "ac-3", "ec-3")
                    .map(PublishDialogue::text)
                    .toList();

    private final RtmpAddress address;
    private final Output output;
    private State state = State.CONNECTING;
    private int streamId;
    private long window = MAX_WINDOW;
    private long acknowledged;

    PublishDialogue(RtmpAddress address, Output output) {
        this.address = address;
        this.output = output;
    }

    /** The handshake is done. */
    void start() {
        Map<String, AmfValue> properties = new LinkedHashMap<>();
        properties.put("app", text(address.application()));
        properties.put("type", text("nonprivate"));
        properties.put("flashVer", text("FMLE/3.0 (compatible; Nexus COS)"));
        properties.put("swfUrl", text(address.tcUrl()));
        properties.put("tcUrl", text(address.tcUrl()));
        properties.put("fourCcList", new AmfValue.StrictArray(FOUR_CC));
        properties.put("capsEx", new AmfValue.Number(RECONNECT));
        output.send(new SetChunkSize(CHUNK_SIZE));
        output.send(
                new Command(0, "connect", CONNECT, List.of(new AmfValue.ObjectMap(properties))));
    }

    /** Takes one message; what holds a payload is let go of. */
    void receive(RtmpMessage message) {
        switch (message) {
            case Command command -> command(command);
            case AudioMessage tag -> tag.payload().release();
            case VideoMessage tag -> tag.payload().release();
            case UserControl control -> {
                if (control.event() == UserControl.PING_REQUEST) {
                    output.send(new UserControl(UserControl.PING_RESPONSE, control.value(), 0));
                }
            }
            case WindowAcknowledgementSize size ->
                    window = Math.clamp(size.size(), MIN_WINDOW, MAX_WINDOW);
            case SetPeerBandwidth bandwidth ->
                    output.send(new WindowAcknowledgementSize(bandwidth.size()));
            // The chunk layer has applied the first two; the others ask for nothing.
            case SetChunkSize _, Abort _, Acknowledgement _, DataMessage _, Unknown _ -> {}
        }
    }

    /** The socket has nothing more for the moment. */
    void readComplete(long bytesRead) {
        if (bytesRead - acknowledged >= window && state != State.OVER) {
            acknowledged = bytesRead;
            output.send(new Acknowledgement(bytesRead & 0xffff_ffffL));
        }
    }

    /** Says farewell, as far as there is somebody to say it to. */
    void leave() {
        if (state == State.PUBLISHING || state == State.ASKING) {
            output.send(new Command(0, "FCUnpublish", 0, List.of(NOTHING, text(address.name()))));
            output.send(
                    new Command(
                            0, "deleteStream", 0, List.of(NOTHING, new AmfValue.Number(streamId))));
        }
        state = State.OVER;
    }

    private void command(Command command) {
        switch (command.name()) {
            case "_result" -> result(command);
            case "_error" -> error(command);
            case "onStatus" -> status(command);
            case "close" -> end(Ending.Kind.LOST, "closed by the server");
            // onFCPublish, onBWDone and the like ask for nothing.
            default -> {}
        }
    }

    private void result(Command command) {
        double transaction = command.transactionId();
        if (state == State.CONNECTING && transaction == CONNECT) {
            state = State.CREATING;
            AmfValue name = text(address.name());
            output.send(new Command(0, "releaseStream", RELEASE, List.of(NOTHING, name)));
            output.send(new Command(0, "FCPublish", ANNOUNCE, List.of(NOTHING, name)));
            output.send(new Command(0, "createStream", CREATE, List.of(NOTHING)));
        } else if (state == State.CREATING && transaction == CREATE) {
            state = State.ASKING;
            streamId =
                    command.arguments().getLast() instanceof AmfValue.Number(double id)
                            ? (int) id
                            : 1;
            output.send(
                    new Command(
                            streamId,
                            "publish",
                            PUBLISH,
                            List.of(NOTHING, text(address.name()), text("live"))));
        }
    }

    private void error(Command command) {
        double transaction = command.transactionId();
        // Servers that know no releaseStream or FCPublish say so, and publish all the same.
        if (transaction == CONNECT || transaction == CREATE || transaction == PUBLISH) {
            end(Ending.Kind.REFUSED, reason(command));
        }
    }

    private void status(Command command) {
        AmfValue information = information(command);
        String code = information.property("code").asText("");
        if (code.equals("NetStream.Publish.Start")) {
            if (state == State.ASKING) {
                state = State.PUBLISHING;
                output.publishing(streamId);
            }
        } else if (code.equals("NetConnection.Connect.ReconnectRequest")) {
            String there = information.property("tcUrl").asText("");
            move(address.moved(there).orElse(address));
        } else if (information.property("level").asText("").equals("error")
                || code.equals("NetConnection.Connect.Closed")
                || code.equals("NetStream.Unpublish.Success")) {
            end(
                    state == State.PUBLISHING ? Ending.Kind.LOST : Ending.Kind.REFUSED,
                    reason(command));
        }
    }

    private void move(RtmpAddress next) {
        if (state != State.OVER) {
            output.moved(next);
            leave();
            output.end(new Ending(Ending.Kind.LOST, "asked to connect again"));
        }
    }

    private void end(Ending.Kind kind, String reason) {
        if (state != State.OVER) {
            state = State.OVER;
            output.end(new Ending(kind, reason));
        }
    }

    private static AmfValue information(Command command) {
        return command.arguments().isEmpty() ? NOTHING : command.arguments().getLast();
    }

    /** The server's own words, made fit for a log and a page; they may repeat our key. */
    private String reason(Command command) {
        AmfValue information = information(command);
        String code = information.property("code").asText("");
        String description = information.property("description").asText("");
        String whole =
                code.isEmpty() || description.isEmpty()
                        ? code + description
                        : code + ": " + description;
        StringBuilder clean = new StringBuilder();
        String hidden = whole.replace(address.name(), "***");
        for (int i = 0; i < hidden.length() && i < MAX_REASON; i++) {
            char character = hidden.charAt(i);
            clean.append(Character.isISOControl(character) ? '?' : character);
        }
        return clean.isEmpty() ? "refused" : clean.toString();
    }

    private static AmfValue text(String value) {
        return new AmfValue.Text(value);
    }
}
