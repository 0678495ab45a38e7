package online.nexuscos.streamcore.rtmp;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Set;
import online.nexuscos.streamcore.hub.Introduction;
import online.nexuscos.streamcore.media.Codec;
import online.nexuscos.streamcore.media.Epoch;
import online.nexuscos.streamcore.play.Ending;
import online.nexuscos.streamcore.play.Viewer;
import online.nexuscos.streamcore.play.ViewerSink;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;
import online.nexuscos.streamcore.rtmp.message.Command;
import online.nexuscos.streamcore.rtmp.message.RtmpMessage;
import online.nexuscos.streamcore.rtmp.message.UserControl;
import org.jspecify.annotations.Nullable;

/** The part of a dialogue in which a stream is played. On the session's loop. */
final class RtmpPlayer implements ViewerSink {
    /** Lets a player in, or refuses it through the sink. */
    @FunctionalInterface
    interface Gate {
        Viewer join(String stream, String pass, ViewerSink sink);
    }

    /** What a player needs of its session. */
    interface Dialogue {
        /** Who plays, for the log. */
        String peer();

        void send(RtmpMessage message);

        /** Ends it with what has been sent. */
        void close(String reason);
    }

    private final String stream;
    private final Introduction introduction;
    private final Dialogue dialogue;
    private final RtmpSession.Output output;
    private final Set<Codec> receives;
    private @Nullable Viewer viewer;

    /** Of what was offered, what the player does not take. */
    private List<String> untaken = List.of();

    /**
     * @param receives codecs that the player takes
     */
    RtmpPlayer(
            PlayAddress address,
            Introduction said,
            Set<Codec> receives,
            Dialogue dialogue,
            RtmpSession.Output output) {
        stream = address.stream();
        introduction = said.asking(address.arguments(), "");
        this.receives = receives;
        this.dialogue = dialogue;
        this.output = output;
    }

    /** Who was let in by the gate for this player. */
    void seat(Viewer of) {
        viewer = of;
    }

    /** The socket takes more. */
    void drain() {
        if (viewer != null) {
            viewer.drain();
        }
    }

    /** The command {@code pause}, for both directions (RTMP 1.0, 7.2.2.8). */
    void pause(Command command) {
        if (viewer == null) {
            return;
        }
        boolean pause =
                command.arguments().size() > 1 && command.arguments().get(1).asBoolean(false);
        if (pause) {
            viewer.pause();
            dialogue.send(event(UserControl.STREAM_EOF));
            dialogue.send(status("NetStream.Pause.Notify", "paused"));
        } else {
            viewer.resume();
            dialogue.send(event(UserControl.STREAM_BEGIN));
            dialogue.send(status("NetStream.Unpause.Notify", "goes on at the next keyframe"));
        }
    }

    void refuseToSeek() {
        dialogue.send(
                RtmpReplies.onStatus(
                        "error", "NetStream.Seek.Failed", "a live stream cannot be searched"));
    }

    /** The player has gone. */
    void leave() {
        if (viewer != null) {
            viewer.leave();
        }
    }

    @Override
    public String name() {
        return dialogue.peer();
    }

    @Override
    public String address() {
        return dialogue.peer();
    }

    @Override
    public Introduction introduction() {
        return introduction;
    }

    @Override
    public void begin() {
        dialogue.send(event(UserControl.STREAM_BEGIN));
        dialogue.send(status("NetStream.Play.Reset", "playing " + stream));
        dialogue.send(status("NetStream.Play.Start", "started " + stream));
        output.flush();
    }

    @Override
    public boolean takes(Epoch epoch) {
        untaken =
                epoch.tracks().stream()
                        .map(track -> track.configuration().codec())
                        .filter(codec -> !receives.contains(codec))
                        .map(Codec::displayName)
                        .toList();
        return untaken.isEmpty();
    }

    @Override
    public boolean isWritable() {
        return output.isWritable();
    }

    @Override
    public void write(ByteBuf bytes) {
        output.write(bytes);
    }

    @Override
    public void flush() {
        output.flush();
    }

    @Override
    public void end(Ending ending) {
        String text =
                ending == Ending.UNTAKEN
                        ? ending.text() + ": " + String.join(" and ", untaken)
                        : ending.text();
        switch (ending) {
            case LEFT -> {}
            case STREAM_ENDED -> {
                dialogue.send(status("NetStream.Play.UnpublishNotify", stream + " has ended"));
                dialogue.send(event(UserControl.STREAM_EOF));
                dialogue.send(status("NetStream.Play.Stop", "stopped " + stream));
            }
            case NOT_LIVE -> dialogue.send(error("NetStream.Play.StreamNotFound", text));
            case TOO_SLOW -> dialogue.send(error("NetStream.Play.InsufficientBW", text));
            case FORBIDDEN, SENT_AWAY, CROWDED, FULL, UNFIT, UNTAKEN, FAILED ->
                    dialogue.send(error("NetStream.Play.Failed", text));
        }
        dialogue.close(text);
    }

    private static UserControl event(int event) {
        return new UserControl(event, RtmpReplies.MEDIA_STREAM);
    }

    private static Command status(String code, String description) {
        return RtmpReplies.onStatus("status", code, description);
    }

    private static Command error(String code, String description) {
        return RtmpReplies.onStatus("error", code, description);
    }

    /** The length of a live stream, for those who ask. */
    static Command length(double transaction) {
        return RtmpReplies.result(transaction, new AmfValue.Null(), new AmfValue.Number(0));
    }
}
