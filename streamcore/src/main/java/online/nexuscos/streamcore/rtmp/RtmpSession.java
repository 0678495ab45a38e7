package online.nexuscos.streamcore.rtmp;

import static online.nexuscos.streamcore.rtmp.PeerText.printable;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import online.nexuscos.streamcore.hub.Introduction;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.hub.PublishRefusedException;
import online.nexuscos.streamcore.hub.Publisher;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.play.PlayForm;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;
import online.nexuscos.streamcore.rtmp.amf.RtmpException;
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
import org.jspecify.annotations.Nullable;

/**
 * The dialogue with one publisher or player, after the handshake: messages in, messages out (<a
 * href="https://rtmp.veriskope.com/docs/spec/#7rtmp-command-messages">RTMP 1.0, 7</a>). It knows no
 * socket and no clock, and belongs to one event loop.
 */
final class RtmpSession implements RtmpPlayer.Dialogue {
    /** Where the session's side of the dialogue goes; called from the session's loop alone. */
    interface Output {
        void send(RtmpMessage message);

        /** Nothing more is to be sent for the moment. */
        void flush();

        /** From here on messages may be as large as pictures are. */
        void publishing(String streamName);

        /** From here on media goes out. */
        void playing(String streamName);

        /** Chunks, ready to be sent; they belong to the output. */
        void write(ByteBuf chunks);

        /** May more be written now? When that becomes true again, {@link #drain} is called. */
        boolean isWritable();

        /** The dialogue is over: what was sent is to reach the peer, then the connection closes. */
        void end(String reason);
    }

    enum State {
        CONNECTING,
        CONNECTED,
        PUBLISH_PENDING,
        PUBLISHING,
        PLAYING,
        CLOSED
    }

    /** Messages that are passed on to programs that play the stream. */
    private static final Set<String> CUE_NAMES = Set.of("onCuePoint", "onTextData");

    static final int CHUNK_SIZE = 4096;
    static final int WINDOW = 2_500_000;
    static final int MIN_WINDOW = 64 * 1024;

    private static final int DYNAMIC = 2;

    private final Output output;
    private final PublishGate gate;
    private final RtmpPlayer.Gate players;
    private final Publisher publisher;
    private final Executor loop;
    private final EarlyMedia early = new EarlyMedia();

    private State state = State.CONNECTING;
    private volatile String agent = "";
    private Capabilities capabilities = Capabilities.NONE;
    private Introduction introduction = Introduction.NONE;
    private @Nullable Publication publication;
    private @Nullable RtmpIngest ingest;
    private @Nullable RtmpPlayer player;
    private String instance = "";
    private long arrivalNanos;
    private long window = WINDOW;
    private long acknowledged;

    /**
     * Begins a dialogue.
     *
     * @param publisher this session's connection as the hub will see it
     * @param loop the loop that calls this session
     */
    RtmpSession(
            Output output,
            PublishGate gate,
            RtmpPlayer.Gate players,
            Publisher publisher,
            Executor loop) {
        this.output = output;
        this.gate = gate;
        this.players = players;
        this.publisher = publisher;
        this.loop = loop;
    }

    State state() {
        return state;
    }

    /** The program at the other end, as far as it has said; from any thread. */
    String agent() {
        return agent;
    }

    /** What the peer has said so far; from the session's loop. */
    Introduction introduction() {
        return introduction;
    }

    /** Tags that were dropped because something was wrong with them. */
    long faults() {
        return ingest == null ? 0 : ingest.faults();
    }

    /** Access units that were dropped before the first keyframe. */
    long droppedBeforeKeyframe() {
        return ingest == null ? 0 : ingest.droppedBeforeKeyframe();
    }

    /** What follows came out of the socket at this moment. */
    void readStarted(long nanos) {
        arrivalNanos = nanos;
    }

    /** Takes one message; a payload passes to this object. */
    void receive(RtmpMessage message) {
        try {
            dispatch(message);
        } catch (RtmpException e) {
            close("protocol error: " + e.getMessage());
        } catch (MediaException e) {
            refuse("NetStream.Publish.Rejected", String.valueOf(e.getMessage()));
        }
    }

    /** The socket has nothing more for the moment. */
    void readComplete(long bytesRead) {
        if (state == State.CLOSED) {
            return;
        }
        if (ingest != null) {
            ingest.flush();
        }
        if (bytesRead - acknowledged >= window) {
            acknowledged = bytesRead;
            output.send(new Acknowledgement(bytesRead & 0xffff_ffffL));
        }
        output.flush();
    }

    /** The output takes more. */
    void drain() {
        if (player != null) {
            player.drain();
        }
    }

    /** Asks the peer to leave and connect again; false where it does not know such a request. */
    boolean askToReconnect(String reason) {
        if (!capabilities.canReconnect()) {
            return false;
        }
        send(RtmpReplies.reconnectRequest(reason));
        output.flush();
        return true;
    }

    /** Ends the dialogue from this side and tells the peer why. */
    void dismiss(String reason) {
        send(
                RtmpReplies.onStatus(
                        "error",
                        state == State.PLAYING
                                ? "NetStream.Play.Failed"
                                : "NetStream.Publish.Rejected",
                        reason));
        close(reason);
    }

    /** Ends the dialogue without a word; closing it again does nothing. */
    @Override
    public void close(String reason) {
        if (state == State.CLOSED) {
            return;
        }
        become(State.CLOSED);
        early.release();
        if (ingest != null) {
            // The last of the media often comes in the same read as the farewell.
            ingest.flush();
            ingest.close();
        }
        // Counted and logged first, so that whoever learns of the end finds it in the figures.
        output.end(reason);
        if (player != null) {
            player.leave();
        }
        if (publication != null) {
            publication.end(reason);
        }
    }

    private void become(State next) {
        boolean allowed =
                switch (next) {
                    case CONNECTING -> false;
                    case CONNECTED -> state == State.CONNECTING;
                    case PUBLISH_PENDING, PLAYING -> state == State.CONNECTED;
                    case PUBLISHING -> state == State.PUBLISH_PENDING;
                    case CLOSED -> state != State.CLOSED;
                };
        if (!allowed) {
            throw new IllegalStateException(state + " to " + next);
        }
        state = next;
    }

    private void dispatch(RtmpMessage message) throws RtmpException, MediaException {
        switch (message) {
            case AudioMessage tag -> {
                RtmpIngest target = mediaTarget(tag, tag.payload());
                if (target != null) {
                    target.audio(tag.timestamp(), tag.payload(), arrivalNanos);
                }
            }
            case VideoMessage tag -> {
                RtmpIngest target = mediaTarget(tag, tag.payload());
                if (target != null) {
                    target.video(tag.timestamp(), tag.payload(), arrivalNanos);
                }
            }
            case DataMessage data -> {
                RtmpIngest target = mediaTarget(data, Unpooled.EMPTY_BUFFER);
                if (target != null) {
                    data(data, target);
                }
            }
            case Command command -> command(command);
            case UserControl control -> {
                if (control.event() == UserControl.PING_REQUEST) {
                    send(new UserControl(UserControl.PING_RESPONSE, control.value(), 0));
                }
            }
            case WindowAcknowledgementSize size ->
                    window = Math.clamp(size.size(), MIN_WINDOW, WINDOW);
            // The chunk layer has applied the first two; the others ask for nothing.
            case SetChunkSize _, Abort _, Acknowledgement _, SetPeerBandwidth _, Unknown _ -> {}
        }
    }

    /** Who takes the media now; null when the message has been kept or let go. */
    private @Nullable RtmpIngest mediaTarget(RtmpMessage message, ByteBuf payload)
            throws RtmpException {
        if (state == State.PUBLISHING) {
            return ingest;
        }
        if (state == State.PUBLISH_PENDING && early.keep(message, payload.readableBytes())) {
            return null;
        }
        payload.release();
        if (state != State.CLOSED) {
            throw new RtmpException("media before the answer to publish");
        }
        return null;
    }

    private void data(DataMessage data, RtmpIngest target) throws MediaException {
        List<AmfValue> values = data.values();
        int first = text(values, 0).equals("@setDataFrame") ? 1 : 0;
        if (values.size() <= first + 1) {
            return;
        }
        String name = text(values, first);
        if (CUE_NAMES.contains(name)) {
            target.cue(data.timestamp(), name, values.get(first + 1));
        } else if (name.equals("onMetaData")) {
            StreamMetadata metadata = StreamMetadata.of(values.get(first + 1));
            if (!metadata.encoder().isEmpty()) {
                agent = metadata.encoder();
            }
            target.metadata(metadata);
        }
    }

    private void command(Command command) throws RtmpException {
        if (state == State.CLOSED) {
            return;
        }
        if (state == State.CONNECTING && !command.name().equals("connect")) {
            throw new RtmpException("command " + printable(command.name()) + " before connect");
        }
        switch (command.name()) {
            case "connect" -> connect(command);
            case "releaseStream" -> send(RtmpReplies.done(command.transactionId()));
            case "FCPublish" -> {
                send(RtmpReplies.done(command.transactionId()));
                send(RtmpReplies.onFcPublish(text(command.arguments(), 1)));
            }
            case "createStream" -> send(RtmpReplies.streamCreated(command.transactionId()));
            case "publish" -> publish(command);
            case "FCSubscribe" -> send(RtmpReplies.onFcSubscribe(text(command.arguments(), 1)));
            case "getStreamLength" -> send(RtmpPlayer.length(command.transactionId()));
            case "play" -> play(command);
            case "pause", "pauseRaw" -> {
                if (player != null) {
                    player.pause(command);
                }
            }
            case "seek" -> {
                if (player != null) {
                    player.refuseToSeek();
                }
            }
            case "deleteStream", "closeStream", "FCUnpublish" -> leaveStream();
            // Answers to calls that this server does not make.
            case "_result", "_error", "onStatus" -> {}
            default -> {
                if (command.transactionId() != 0) {
                    send(
                            RtmpReplies.error(
                                    command.transactionId(),
                                    "NetConnection.Call.Failed",
                                    "no such call: " + printable(command.name())));
                }
            }
        }
    }

    private void connect(Command command) throws RtmpException {
        if (state != State.CONNECTING) {
            throw new RtmpException("a second connect");
        }
        if (command.arguments().isEmpty()) {
            throw new RtmpException("connect without its command object");
        }
        AmfValue properties = command.arguments().getFirst();
        String application = properties.property("app").asText("");
        Optional<String> ours = PlayAddress.instance(application);
        if (ours.isEmpty()) {
            String reason =
                    "no application \""
                            + printable(application)
                            + "\": use /"
                            + PlayAddress.APPLICATION;
            send(
                    RtmpReplies.error(
                            command.transactionId(), "NetConnection.Connect.Rejected", reason));
            close("refused: " + reason);
            return;
        }
        instance = ours.get();
        agent = printable(properties.property("flashVer").asText(""));
        capabilities = Capabilities.of(properties);
        introduction = Introductions.of(properties);
        become(State.CONNECTED);
        send(new WindowAcknowledgementSize(WINDOW));
        send(new SetPeerBandwidth(WINDOW, DYNAMIC));
        send(new SetChunkSize(CHUNK_SIZE));
        send(RtmpReplies.connected(command.transactionId(), capabilities));
    }

    private void publish(Command command) throws RtmpException {
        if (state != State.CONNECTED) {
            throw new RtmpException("a second publish");
        }
        String name = text(command.arguments(), 1);
        String key = Introductions.withoutQuery(name);
        String arguments = name.substring(Math.min(name.length(), key.length() + 1));
        boolean fits = Introductions.fits(key, arguments);
        if (key.isEmpty() || !fits || !instance.isEmpty()) {
            refuse("NetStream.Publish.Denied", "the stream key is missing or too long");
            return;
        }
        introduction = introduction.asking(arguments, text(command.arguments(), 2));
        become(State.PUBLISH_PENDING);
        gate.publish(key, publisher)
                .onComplete(
                        granted -> loop.execute(() -> granted(granted)),
                        refused -> loop.execute(() -> refused(refused)));
    }

    private void granted(Publication grantedPublication) {
        if (state != State.PUBLISH_PENDING) {
            grantedPublication.end("the publisher went before it could begin");
            return;
        }
        publication = grantedPublication;
        RtmpIngest target = new RtmpIngest(grantedPublication);
        ingest = target;
        become(State.PUBLISHING);
        output.publishing(grantedPublication.name());
        send(new UserControl(UserControl.STREAM_BEGIN, RtmpReplies.MEDIA_STREAM, 0));
        send(RtmpReplies.onStatus("status", "NetStream.Publish.Start", grantedPublication.name()));
        early.take().forEach(this::receive);
        target.flush();
        output.flush();
    }

    private void refused(Throwable failure) {
        if (!(failure instanceof PublishRefusedException refusal)) {
            refuse("NetStream.Publish.Rejected", "internal error: " + failure);
            return;
        }
        refuse(RtmpReplies.codeOf(refusal.reason()), String.valueOf(refusal.getMessage()));
    }

    private void play(Command command) throws RtmpException {
        if (state != State.CONNECTED) {
            throw new RtmpException("a second stream on one connection");
        }
        PlayAddress address = PlayAddress.of(instance, text(command.arguments(), 1));
        if (!address.isValid()) {
            // What was asked for may be somebody's key: it goes into no log.
            refuse("NetStream.Play.StreamNotFound", "no stream has such a name");
            return;
        }
        become(State.PLAYING);
        output.playing(address.stream());
        send(new SetChunkSize(PlayForm.RTMP_CHUNK_SIZE));
        RtmpPlayer joining =
                new RtmpPlayer(address, introduction, capabilities.receives(), this, output);
        player = joining;
        joining.seat(players.join(address.stream(), address.pass(), joining));
    }

    private void leaveStream() {
        switch (state) {
            case PUBLISH_PENDING, PUBLISHING -> close("ended by the publisher");
            case PLAYING -> close("ended by the player");
            case CONNECTING, CONNECTED, CLOSED -> {}
        }
    }

    @Override
    public String peer() {
        return publisher.address();
    }

    private void refuse(String code, String reason) {
        send(RtmpReplies.onStatus("error", code, reason));
        close("refused: " + reason);
    }

    @Override
    public void send(RtmpMessage message) {
        if (state != State.CLOSED) {
            output.send(message);
        }
    }

    private static String text(List<AmfValue> values, int index) {
        return index < values.size() ? values.get(index).asText("") : "";
    }
}
