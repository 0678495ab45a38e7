package online.nexuscos.streamcore.rtmp;

import static online.nexuscos.streamcore.rtmp.TestingTags.AVC_360P;
import static online.nexuscos.streamcore.rtmp.TestingTags.avcConfiguration;
import static online.nexuscos.streamcore.rtmp.TestingTags.keyframe;
import static online.nexuscos.streamcore.rtmp.TestingTags.tag;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.hub.PublishRefusedException.Reason;
import online.nexuscos.streamcore.hub.Publisher;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtmpSessionTest {
    private static final AmfValue NULL = new AmfValue.Null();

    /** Writes down what the session says: messages in short, and its end. */
    private static final class TestingOutput implements RtmpSession.Output {
        final List<String> lines = new ArrayList<>();

        @Override
        public void send(RtmpMessage message) {
            lines.add(
                    switch (message) {
                        case Command command -> describe(command);
                        case UserControl control -> control.event() + " " + control.value();
                        case WindowAcknowledgementSize size -> "window " + size.size();
                        case SetPeerBandwidth bandwidth -> "bandwidth " + bandwidth.size();
                        case SetChunkSize size -> "chunk size " + size.size();
                        case Acknowledgement acknowledgement ->
                                "acknowledged " + acknowledgement.sequence();
                        default -> throw new AssertionError(message);
                    });
        }

        private static String describe(Command command) {
            AmfValue last = command.arguments().getLast();
            String detail =
                    last.property("code").asText("")
                            + " "
                            + last.property("description").asText("")
                            + last.asNumber(0);
            return command.name() + " " + (int) command.transactionId() + " " + detail;
        }

        @Override
        public void flush() {}

        @Override
        public void publishing(String streamName) {
            lines.add("publishing " + streamName);
        }

        @Override
        public void playing(String streamName) {
            throw new AssertionError("playing " + streamName);
        }

        @Override
        public void write(ByteBuf chunks) {
            throw new AssertionError("media goes out");
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void end(String reason) {
            lines.add("end: " + reason);
        }

        List<String> take() {
            List<String> taken = List.copyOf(lines);
            lines.clear();
            return taken;
        }
    }

    private static final class TestingPeer implements Publisher {
        @Override
        public String protocol() {
            return "rtmp";
        }

        @Override
        public String address() {
            return "192.0.2.1:1";
        }

        @Override
        public String agent() {
            return "";
        }

        @Override
        public boolean isLoopback() {
            return false;
        }

        @Override
        public void close(String reason) {
            throw new AssertionError(reason);
        }
    }

    private final TestingOutput output = new TestingOutput();
    private TestingPublishGate gate = TestingPublishGate.open();

    private RtmpSession session() {
        return new RtmpSession(
                output,
                gate,
                (stream, _, _) -> {
                    throw new AssertionError("somebody plays " + stream);
                },
                new TestingPeer(),
                Runnable::run);
    }

    private static Command command(String name, double transaction, AmfValue... arguments) {
        return new Command(0, name, transaction, List.of(arguments));
    }

    private static Command connect(String application) {
        return command(
                "connect",
                1,
                new AmfValue.ObjectMap(
                        Map.of(
                                "app", new AmfValue.Text(application),
                                "flashVer", new AmfValue.Text("FMLE/3.0"),
                                "objectEncoding", new AmfValue.Number(3))));
    }

    private static Command publish(String name) {
        return new Command(
                1, "publish", 5, List.of(NULL, new AmfValue.Text(name), new AmfValue.Text("live")));
    }

    private RtmpSession connected() {
        RtmpSession session = session();
        session.receive(connect("live"));
        output.take();
        return session;
    }

    private RtmpSession publishing() {
        RtmpSession session = connected();
        session.receive(publish("key"));
        output.take();
        return session;
    }

    private TestingPublication publication() {
        return gate.requests.element().publication();
    }

    @Test
    void the_dialogue_of_an_encoder() {
        RtmpSession session = session();
        session.receive(new SetChunkSize(4096));
        session.receive(connect("live"));
        assertThat(output.take())
                .containsExactly(
                        "window 2500000",
                        "bandwidth 2500000",
                        "chunk size 4096",
                        "_result 1 NetConnection.Connect.Success Connection succeeded.0.0");
        session.receive(new WindowAcknowledgementSize(2_500_000));
        session.receive(command("releaseStream", 2, NULL, new AmfValue.Text("key?a=b")));
        session.receive(command("FCPublish", 3, NULL, new AmfValue.Text("key?a=b")));
        session.receive(command("createStream", 4, NULL));
        session.receive(publish("key?a=b"));
        assertThat(output.take())
                .containsExactly(
                        "_result 2  0.0",
                        "_result 3  0.0",
                        "onFCPublish 0 NetStream.Publish.Start key?a=b0.0",
                        "_result 4  1.0",
                        "publishing name of key",
                        "0 1",
                        "onStatus 0 NetStream.Publish.Start name of key0.0");
        assertThat(gate.requests.element().key()).isEqualTo("key");
        assertThat(session.agent()).isEqualTo("FMLE/3.0");
        assertThat(session.state()).isEqualTo(RtmpSession.State.PUBLISHING);
        session.receive(command("FCUnpublish", 6, NULL, new AmfValue.Text("key")));
        session.receive(command("deleteStream", 7, NULL, new AmfValue.Number(1)));
        assertThat(output.take()).containsExactly("end: ended by the publisher");
        assertThat(publication().ended).isCompletedWithValue("ended by the publisher");
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "live/", "live//"})
    void the_application_may_end_in_a_slash(String application) {
        RtmpSession session = session();
        session.receive(connect(application));
        assertThat(session.state()).isEqualTo(RtmpSession.State.CONNECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "stream", "live/x", "livelive", "/live"})
    void other_applications_are_refused(String application) {
        session().receive(connect(application));
        String reason = "no application \"" + application + "\": use /live";
        assertThat(output.take())
                .containsExactly(
                        "_error 1 NetConnection.Connect.Rejected " + reason + "0.0",
                        "end: refused: " + reason);
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_KEY, NetStream.Publish.Denied",
        "ALREADY_LIVE, NetStream.Publish.BadName",
        "OVERLOADED, NetStream.Publish.Rejected"
    })
    void a_refused_publisher_is_told_why(Reason reason, String code) {
        gate = TestingPublishGate.refusing(reason, "because");
        connected().receive(publish("key"));
        assertThat(output.take())
                .containsExactly("onStatus 0 " + code + " because0.0", "end: refused: because");
    }

    @Test
    void a_failing_gate_refuses_too() {
        Promise<Publication> answer = Promise.promise();
        gate = TestingPublishGate.answering(answer);
        connected().receive(publish("key"));
        answer.fail(new IllegalStateException("broken"));
        assertThat(output.take())
                .contains("end: refused: internal error: java.lang.IllegalStateException: broken");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Introductions.MAX_KEY_LENGTH + 1})
    void a_stream_key_has_a_length(int length) {
        connected().receive(publish("k".repeat(length) + "?query"));
        assertThat(output.take().getLast())
                .isEqualTo("end: refused: the stream key is missing or too long");
        assertThat(gate.requests).isEmpty();
    }

    @Test
    void a_player_whose_stream_could_have_no_such_name_is_refused() {
        connected()
                .receive(
                        new Command(1, "play", 0, List.of(NULL, new AmfValue.Text("a b?token=1"))));
        assertThat(output.take())
                .containsExactly(
                        "onStatus 0 NetStream.Play.StreamNotFound no stream has such a name0.0",
                        "end: refused: no stream has such a name");
    }

    @Test
    void unknown_calls_are_answered_unknown_notices_are_not() {
        RtmpSession session = connected();
        session.receive(command("_checkbw", 9, NULL));
        session.receive(command("notice", 0, NULL));
        session.receive(command("_result", 9, NULL));
        session.receive(command("_error", 9, NULL));
        session.receive(command("deleteStream", 9, NULL));
        assertThat(output.take())
                .containsExactly("_error 9 NetConnection.Call.Failed no such call: _checkbw0.0");
    }

    @Test
    void pings_are_answered_and_the_rest_of_control_is_not() {
        RtmpSession session = connected();
        session.receive(new UserControl(UserControl.PING_REQUEST, 1234, 0));
        session.receive(new UserControl(3, 1, 3000));
        session.receive(new Acknowledgement(1));
        session.receive(new SetPeerBandwidth(1, 2));
        session.receive(new Unknown(99));
        assertThat(output.take()).containsExactly("7 1234");
    }

    @ParameterizedTest
    @CsvSource({
        // the peer's window, bytes read, acknowledged or not
        "2500000, 2499999, false",
        "2500000, 2500000, true",
        "10000000, 2500000, true",
        "65536, 65536, true",
        "1, 65535, false",
        "1, 65536, true",
    })
    void bytes_are_acknowledged_by_the_window(long window, long bytes, boolean acknowledged) {
        RtmpSession session = connected();
        session.receive(new WindowAcknowledgementSize(window));
        session.readComplete(bytes);
        session.readComplete(bytes);
        assertThat(output.take())
                .isEqualTo(acknowledged ? List.of("acknowledged " + bytes) : List.of());
    }

    enum OutOfOrder {
        COMMAND_BEFORE_CONNECT("protocol error: command createStream before connect"),
        SECOND_CONNECT("protocol error: a second connect"),
        SECOND_PUBLISH("protocol error: a second publish"),
        MEDIA_BEFORE_PUBLISH("protocol error: media before the answer to publish"),
        DATA_BEFORE_CONNECT("protocol error: media before the answer to publish"),
        CONNECT_WITHOUT_OBJECT("protocol error: connect without its command object");

        final String reason;

        OutOfOrder(String reason) {
            this.reason = reason;
        }
    }

    @ParameterizedTest
    @EnumSource(OutOfOrder.class)
    void messages_out_of_order_end_the_dialogue(OutOfOrder disorder) {
        switch (disorder) {
            case COMMAND_BEFORE_CONNECT -> session().receive(command("createStream", 1, NULL));
            case SECOND_CONNECT -> connected().receive(connect("live"));
            case SECOND_PUBLISH -> publishing().receive(publish("other"));
            case MEDIA_BEFORE_PUBLISH -> connected().receive(new VideoMessage(1, 0, keyframe()));
            case DATA_BEFORE_CONNECT -> session().receive(new DataMessage(1, 0, List.of(NULL)));
            case CONNECT_WITHOUT_OBJECT -> session().receive(command("connect", 1));
        }
        assertThat(output.take()).containsExactly("end: " + disorder.reason);
    }

    @Test
    void media_that_comes_before_the_answer_is_kept() {
        Promise<Publication> answer = Promise.promise();
        gate = TestingPublishGate.answering(answer);
        RtmpSession session = connected();
        session.receive(publish("key"));
        session.receive(metadata(new AmfValue.Text("onMetaData")));
        session.receive(new VideoMessage(1, 0, avcConfiguration(AVC_360P)));
        session.receive(new VideoMessage(1, 0, keyframe()));
        assertThat(session.state()).isEqualTo(RtmpSession.State.PUBLISH_PENDING);
        TestingPublication publication = publication();
        answer.complete(publication);
        assertThat(publication.video()).hasSize(1);
        session.close("over");
        publication.close();
    }

    @Test
    void media_that_comes_before_the_answer_is_bounded() {
        gate = TestingPublishGate.answering(Promise.promise());
        RtmpSession session = connected();
        session.receive(publish("key"));
        ByteBuf large = tag("").writeZero(EarlyMedia.MAX_BYTES);
        session.receive(new AudioMessage(1, 0, large));
        assertThat(session.state()).isEqualTo(RtmpSession.State.PUBLISH_PENDING);
        session.receive(new AudioMessage(1, 0, tag("af01")));
        assertThat(output.take())
                .containsExactly("end: protocol error: media before the answer to publish");
        assertThat(large.refCnt()).isZero();
    }

    @Test
    void a_publisher_that_goes_while_it_is_asked_about_leaves_nothing_behind() {
        Promise<Publication> answer = Promise.promise();
        gate = TestingPublishGate.answering(answer);
        RtmpSession session = connected();
        session.receive(publish("key"));
        session.receive(new VideoMessage(1, 0, keyframe()));
        session.close("gone");
        answer.complete(publication());
        assertThat(publication().ended).isCompleted();
        assertThat(output.take()).containsExactly("end: gone");
    }

    @Test
    void metadata_tells_the_encoder_and_the_tracks() {
        RtmpSession session = publishing();
        session.receive(
                metadata(new AmfValue.Text("@setDataFrame"), new AmfValue.Text("onMetaData")));
        assertThat(session.agent()).isEqualTo("Lavf");
        session.receive(new VideoMessage(1, 0, avcConfiguration(AVC_360P)));
        assertThat(publication().epochs()).hasSize(1);
        session.close("over");
    }

    @Test
    void media_that_comes_just_before_the_end_is_handed_over() {
        RtmpSession session = publishing();
        session.receive(metadata(new AmfValue.Text("onMetaData")));
        session.receive(new VideoMessage(1, 0, avcConfiguration(AVC_360P)));
        session.receive(new VideoMessage(1, 0, keyframe()));
        session.receive(command("FCUnpublish", 6, NULL, new AmfValue.Text("key")));
        assertThat(publication().video()).hasSize(1);
        assertThat(publication().ended).isCompletedWithValue("ended by the publisher");
        publication().close();
    }

    private static DataMessage metadata(AmfValue... names) {
        List<AmfValue> values = new ArrayList<>(List.of(names));
        values.add(
                new AmfValue.EcmaArray(
                        Map.of(
                                "videocodecid", new AmfValue.Number(7),
                                "encoder", new AmfValue.Text("Lavf"))));
        return new DataMessage(1, 0, values);
    }

    @Test
    void other_data_is_ignored() {
        RtmpSession session = publishing();
        session.receive(new DataMessage(1, 0, List.of()));
        session.receive(new DataMessage(1, 0, List.of(new AmfValue.Text("onMetaData"))));
        session.receive(new DataMessage(1, 0, List.of(new AmfValue.Text("onTextData"), NULL)));
        assertThat(session.state()).isEqualTo(RtmpSession.State.PUBLISHING);
    }

    @Test
    void cue_points_and_texts_are_passed_on_with_their_time() {
        RtmpSession session = publishing();
        AmfValue text = new AmfValue.ObjectMap(Map.of("text", new AmfValue.Text("hello")));
        session.receive(new DataMessage(1, 1, List.of(new AmfValue.Text("onTextData"), text)));
        session.receive(metadata(new AmfValue.Text("onMetaData")));
        session.receive(new VideoMessage(1, 0, avcConfiguration(AVC_360P)));
        AmfValue endless = new AmfValue.Text("x".repeat(5000));
        session.receive(new DataMessage(1, 2, List.of(new AmfValue.Text("onTextData"), endless)));
        session.receive(new DataMessage(1, 3, List.of(new AmfValue.Text("onTextData"), text)));
        session.receive(
                new DataMessage(
                        1,
                        4,
                        List.of(
                                new AmfValue.Text("@setDataFrame"),
                                new AmfValue.Text("onCuePoint"),
                                new AmfValue.Number(7))));
        assertThat(publication().cues())
                .containsExactly("3 onTextData {\"text\":\"hello\"}", "4 onCuePoint 7");
        assertThat(session.faults()).isOne();
        session.close("over");
    }

    @Test
    void a_refused_codec_is_told() {
        RtmpSession session = publishing();
        session.receive(new VideoMessage(1, 0, tag("9078766964")));
        String reason =
                "video codec xvid (Enhanced RTMP) is not supported: use H.264, HEVC, AV1 or VP9";
        assertThat(output.take())
                .containsExactly(
                        "onStatus 0 NetStream.Publish.Rejected " + reason + "0.0",
                        "end: refused: " + reason);
        assertThat(publication().ended).isCompletedWithValue("refused: " + reason);
    }

    @Test
    void a_dismissed_publisher_is_told() {
        RtmpSession session = publishing();
        session.dismiss("the server is shutting down");
        session.dismiss("again");
        session.close("and again");
        assertThat(output.take())
                .containsExactly(
                        "onStatus 0 NetStream.Publish.Rejected the server is shutting down0.0",
                        "end: the server is shutting down");
    }

    @Test
    void after_the_end_nothing_is_answered_or_kept() {
        RtmpSession session = publishing();
        session.close("over");
        output.take();
        ByteBuf late = keyframe();
        session.receive(new VideoMessage(1, 0, late));
        session.receive(new DataMessage(1, 0, List.of(NULL)));
        session.receive(command("createStream", 4, NULL));
        session.receive(new UserControl(UserControl.PING_REQUEST, 1, 0));
        session.readComplete(10_000_000);
        assertThat(output.take()).isEmpty();
        assertThat(late.refCnt()).isZero();
    }
}
