package online.nexuscos.streamcore.rtmp;

import static online.nexuscos.streamcore.rtmp.TestingTags.AAC_48000;
import static online.nexuscos.streamcore.rtmp.TestingTags.AVC_360P;
import static online.nexuscos.streamcore.rtmp.TestingTags.aacConfiguration;
import static online.nexuscos.streamcore.rtmp.TestingTags.aacFrame;
import static online.nexuscos.streamcore.rtmp.TestingTags.avcConfiguration;
import static online.nexuscos.streamcore.rtmp.TestingTags.keyframe;
import static online.nexuscos.streamcore.rtmp.TestingTags.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import online.nexuscos.streamcore.hub.IngestPacket;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.hub.PublishRefusedException.Reason;
import online.nexuscos.streamcore.rtmp.TestingPublishGate.Request;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;
import online.nexuscos.streamcore.rtmp.amf.RtmpException;
import online.nexuscos.streamcore.rtmp.message.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RtmpServerTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(1500);

    private final Vertx vertx = Vertx.vertx();
    private final List<RtmpServer> servers = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (RtmpServer server : servers) {
            await(server.close());
        }
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private RtmpServer listen(RtmpOptions options, PublishGate gate) throws Exception {
        RtmpServer server =
                await(RtmpServer.listen(vertx, options, gate, TestingPublishGate.NO_PLAYERS));
        servers.add(server);
        return server;
    }

    private RtmpServer listen(PublishGate gate) throws Exception {
        return listen(options(LONG, LONG, 1000, 1000), gate);
    }

    private static RtmpOptions options(
            Duration publishTimeout, Duration silenceTimeout, int connections, int pending) {
        return new RtmpOptions(
                "127.0.0.1", 0, publishTimeout, silenceTimeout, connections, pending);
    }

    private static Request request(TestingPublishGate gate) throws InterruptedException {
        Request request = gate.requests.poll(20, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("nobody asked to publish");
        }
        return request;
    }

    private static String endOf(TestingPublication publication) throws Exception {
        return publication.ended.get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, 100, 1})
    void a_publisher_in_slices(int slice) throws Exception {
        TestingPublishGate gate = TestingPublishGate.open();
        RtmpServer server = listen(gate);
        try (var client = new TestingRtmpClient(server.port()).sliced(slice)) {
            client.publish("key?token");
            client.video(0, avcConfiguration(AVC_360P));
            client.audio(0, aacConfiguration(AAC_48000));
            client.video(0, keyframe(40));
            client.audio(0, aacFrame());
            Request request = request(gate);
            TestingPublication publication = request.publication();
            publication.awaitPackets(2);
            assertThat(request.key()).isEqualTo("key");
            assertThat(request.publisher().protocol()).isEqualTo("rtmp");
            assertThat(request.publisher().address()).startsWith("127.0.0.1:");
            assertThat(request.publisher().agent()).isEqualTo("test/1");
            assertThat(request.publisher().isLoopback()).isTrue();
            assertThat(publication.video()).extracting(IngestPacket::pts).containsExactly(3600L);
            publication.close();
            client.hangUp();
            assertThat(endOf(publication)).isEqualTo("connection closed by the publisher");
        }
        assertThat(server.statistics().published()).isEqualTo(1);
        assertThat(server.statistics().bytesReceived()).isPositive();
    }

    @Test
    void a_gate_may_answer_from_another_thread() throws Exception {
        Promise<Publication> answer = Promise.promise();
        TestingPublishGate gate = TestingPublishGate.answering(answer);
        RtmpServer server = listen(gate);
        try (var client = new TestingRtmpClient(server.port()).connect()) {
            client.askToPublish("key");
            client.video(0, avcConfiguration(AVC_360P));
            TestingPublication publication = request(gate).publication();
            Thread.ofPlatform().start(() -> answer.complete(publication));
            client.expect("_result");
            client.expect("onStatus NetStream.Publish.Start name of key");
            client.audio(0, aacConfiguration(AAC_48000));
            client.audio(0, aacFrame());
            publication.awaitPackets(1);
            assertThat(publication.epochs()).extracting(List::size).containsExactly(2);
            publication.close();
        }
    }

    @Test
    void a_refused_publisher_reads_the_reason() throws Exception {
        RtmpServer server =
                listen(TestingPublishGate.refusing(Reason.UNKNOWN_KEY, "no such stream key"));
        try (var client = new TestingRtmpClient(server.port()).connect()) {
            client.askToPublish("key");
            client.expect("_result");
            client.expect("onStatus NetStream.Publish.Denied no such stream key");
            client.expectEnd();
        }
    }

    @Test
    void a_refused_codec_is_told_although_media_keeps_coming() throws Exception {
        TestingPublishGate gate = TestingPublishGate.open();
        RtmpServer server = listen(gate);
        try (var client = new TestingRtmpClient(server.port()).publish("key")) {
            client.audio(0, tag("bfffe3"));
            for (int i = 0; i < 100; i++) {
                client.audio(i, tag("bfffe3").writeZero(4000));
            }
            String reason =
                    "audio codec Speex is not supported: use AAC, Opus, MP3, FLAC, AC-3 or E-AC-3";
            client.expect("onStatus NetStream.Publish.Rejected " + reason);
            client.expectEnd();
            assertThat(endOf(request(gate).publication())).isEqualTo("refused: " + reason);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"474554202f20485454502f312e310d0a0d0a", "16030100", "00", "ff"})
    void whoever_does_not_speak_rtmp_is_only_counted(String hex) throws Exception {
        RtmpServer server = listen(TestingPublishGate.open());
        try (var client = new TestingRtmpClient(server.port())) {
            client.write(HexFormat.of().parseHex(hex));
            assertEnd(client);
        }
        assertThat(server.statistics().strangers()).isEqualTo(1);
    }

    /** A reset is an end too: what a stranger had still to say may have been on its way. */
    private static void assertEnd(TestingRtmpClient client) throws RtmpException {
        try {
            client.expectEnd();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    @Test
    void nobody_stays_who_does_not_publish() throws Exception {
        RtmpServer server = listen(options(SHORT, LONG, 1000, 1000), TestingPublishGate.open());
        try (var idle = new TestingRtmpClient(server.port());
                var half = new TestingRtmpClient(server.port());
                var shaken = new TestingRtmpClient(server.port());
                var connected = new TestingRtmpClient(server.port())) {
            half.write(new byte[] {3, 0, 0, 0, 0});
            shaken.shakeHands();
            connected.connect();
            idle.expectEnd();
            half.expectEnd();
            shaken.expectEnd();
            connected.expectEnd();
        }
        assertThat(server.statistics().strangers()).isEqualTo(2);
        assertThat(server.statistics().refused()).isEqualTo(2);
    }

    @Test
    void a_gate_that_does_not_answer_is_not_waited_for() throws Exception {
        Promise<Publication> answer = Promise.promise();
        TestingPublishGate gate = TestingPublishGate.answering(answer);
        RtmpServer server = listen(options(SHORT, LONG, 1000, 1000), gate);
        try (var client = new TestingRtmpClient(server.port()).connect()) {
            client.askToPublish("key");
            client.expectEnd();
            TestingPublication publication = request(gate).publication();
            answer.complete(publication);
            assertThat(endOf(publication)).startsWith("the publisher went");
        }
    }

    @Test
    void a_silent_publisher_is_closed_one_that_sends_is_not() throws Exception {
        TestingPublishGate gate = TestingPublishGate.open();
        RtmpServer server = listen(options(LONG, SHORT, 1000, 1000), gate);
        try (var client = new TestingRtmpClient(server.port()).publish("key")) {
            TestingPublication publication = request(gate).publication();
            long end = System.nanoTime() + 2 * SHORT.toNanos();
            while (System.nanoTime() < end) {
                client.audio(0, tag(""));
                assertThat(publication.ended).isNotDone();
            }
            client.expectEnd();
            assertThat(endOf(publication)).isEqualTo("silent for 1500 ms");
        }
    }

    @Test
    void a_claim_of_16_mebibytes_is_refused_before_publishing() throws Exception {
        RtmpServer server = listen(TestingPublishGate.open());
        try (var client = new TestingRtmpClient(server.port()).connect()) {
            client.write(HexFormat.of().parseHex("03000000ffffff1400000000"));
            client.expectEnd();
        }
        assertThat(server.statistics().refused()).isEqualTo(1);
    }

    @Test
    void a_crashed_publisher_ends() throws Exception {
        TestingPublishGate gate = TestingPublishGate.open();
        RtmpServer server = listen(gate);
        try (var client = new TestingRtmpClient(server.port()).publish("key")) {
            client.video(0, avcConfiguration(AVC_360P));
            client.video(0, keyframe());
            client.write(HexFormat.of().parseHex("0700000000ffff0901000000aabb"));
            client.reset();
            TestingPublication publication = request(gate).publication();
            assertThat(endOf(publication)).startsWith("connection ");
        }
    }

    @Test
    void a_publisher_can_be_closed_from_any_thread() throws Exception {
        TestingPublishGate gate = TestingPublishGate.open();
        RtmpServer server = listen(gate);
        try (var client = new TestingRtmpClient(server.port()).publish("key")) {
            Request request = request(gate);
            request.publisher().close("the moderator said so");
            request.publisher().close("again");
            client.expect("onStatus NetStream.Publish.Rejected the moderator said so");
            client.expectEnd();
            assertThat(endOf(request.publication())).isEqualTo("the moderator said so");
        }
    }

    @Test
    void a_peer_that_does_not_read_is_closed() throws Exception {
        RtmpServer server = listen(TestingPublishGate.open());
        try (var client = new TestingRtmpClient(server.port(), 4096).connect()) {
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 10_000_000; i++) {
                                    client.send(
                                            new Command(
                                                    0,
                                                    "FCPublish",
                                                    2,
                                                    List.of(
                                                            new AmfValue.Null(),
                                                            new AmfValue.Text("x".repeat(9000)))));
                                }
                            })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void limits_of_connections() throws Exception {
        TestingPublishGate gate = TestingPublishGate.open();
        RtmpServer server = listen(options(LONG, LONG, 3, 1), gate);
        try (var first = new TestingRtmpClient(server.port()).publish("a");
                var second = new TestingRtmpClient(server.port()).connect()) {
            // One that does not publish is all that an address may have.
            try (var third = new TestingRtmpClient(server.port())) {
                assertEnd(third);
            }
            second.askToPublish("b");
            second.expect("_result");
            second.expect("onStatus NetStream.Publish.Start");
            try (var third = new TestingRtmpClient(server.port()).publish("c");
                    var fourth = new TestingRtmpClient(server.port())) {
                assertEnd(fourth);
                assertThat(server.statistics().connections()).isEqualTo(3);
                assertThat(third).isNotSameAs(first);
            }
        }
        assertThat(server.statistics().turnedAway()).isEqualTo(2);
        assertThat(server.statistics().accepted()).isEqualTo(3);
    }

    @Test
    void an_address_with_too_many_connections_is_told_so() throws Exception {
        TestingPublishGate gate = TestingPublishGate.open();
        RtmpServer server = listen(gate);
        server.setLimits(10, 1);
        try (var first = new TestingRtmpClient(server.port()).publish("a")) {
            try (var second = new TestingRtmpClient(server.port()).connect()) {
                second.askToPublish("b");
                second.expect("_result");
                second.expect(
                        "onStatus NetStream.Publish.Rejected"
                                + " connections of your address: more than 1");
                second.expectEnd();
            }
            assertThat(server.statistics().oneTooMany()).isEqualTo(1);
            server.setLimits(10, 0);
            try (var third = new TestingRtmpClient(server.port()).publish("c")) {
                assertThat(third).isNotSameAs(first);
            }
        }
    }

    @Test
    void idle_connections_stall_nobody() throws Exception {
        TestingPublishGate gate = TestingPublishGate.open();
        RtmpServer server = listen(gate);
        List<TestingRtmpClient> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 500; i++) {
                idle.add(new TestingRtmpClient(server.port()));
            }
            try (var client = new TestingRtmpClient(server.port()).publish("key")) {
                assertThat(request(gate).publication().ended).isNotDone();
                assertThat(client).isNotNull();
            }
        } finally {
            for (TestingRtmpClient client : idle) {
                client.close();
            }
        }
    }

    @Test
    void closing_tells_every_publisher() throws Exception {
        TestingPublishGate gate = TestingPublishGate.open();
        RtmpServer server = listen(gate);
        int port = server.port();
        try (var client = new TestingRtmpClient(port).publish("key");
                var stranger = new TestingRtmpClient(port)) {
            // Answers come in order: once this one is here, so is the connection before it.
            new TestingRtmpClient(port).connect().close();
            Future<Void> closed = server.close();
            client.expect("onStatus NetStream.Publish.Rejected the server is shutting down");
            client.expectEnd();
            stranger.expectEnd();
            await(closed);
            assertThat(endOf(request(gate).publication())).isEqualTo("the server is shutting down");
            assertThatThrownBy(() -> new TestingRtmpClient(port)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_port_in_use_fails() throws Exception {
        RtmpServer server = listen(TestingPublishGate.open());
        RtmpOptions taken = RtmpOptions.of("127.0.0.1", server.port());
        assertThatThrownBy(() -> listen(taken, TestingPublishGate.open()))
                .hasMessageContaining("in use");
    }
}
