package online.nexuscos.streamcore.rtmp;

import static online.nexuscos.streamcore.rtmp.TestingTags.AAC_48000;
import static online.nexuscos.streamcore.rtmp.TestingTags.AVC_360P;
import static online.nexuscos.streamcore.rtmp.TestingTags.aacConfiguration;
import static online.nexuscos.streamcore.rtmp.TestingTags.avcConfiguration;
import static online.nexuscos.streamcore.rtmp.TestingTags.keyframe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;
import online.nexuscos.streamcore.rtmp.message.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The port before it closes. */
@Timeout(60)
class DrainTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String REQUEST = "onStatus NetConnection.Connect.ReconnectRequest";

    private final Vertx vertx = Vertx.vertx();
    private final TestingPublishGate gate = TestingPublishGate.open();
    private RtmpServer server;

    @BeforeEach
    void listen() throws Exception {
        server =
                await(
                        RtmpServer.listen(
                                vertx,
                                RtmpOptions.of("127.0.0.1", 0),
                                gate,
                                TestingPublishGate.NO_PLAYERS));
    }

    @AfterEach
    void close() throws Exception {
        await(server.close());
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private TestingRtmpClient publisher(double capabilities) throws Exception {
        TestingRtmpClient client =
                new TestingRtmpClient(server.port()).connect("live", capabilities);
        client.askToPublish("key");
        client.expect("_result");
        client.expect("onStatus NetStream.Publish.Start");
        client.video(0, avcConfiguration(AVC_360P));
        client.audio(0, aacConfiguration(AAC_48000));
        client.video(0, keyframe(0));
        return client;
    }

    @Test
    void who_knows_the_request_goes_in_its_own_time() throws Exception {
        try (TestingRtmpClient client = publisher(Capabilities.RECONNECT)) {
            Future<Void> drained = server.drain(LONG);
            assertThat(client.expect(REQUEST)).endsWith("the server is shutting down");
            client.video(40, keyframe(0));
            assertThat(drained.isComplete()).isFalse();
            TestingPublication publication = gate.requests.poll(20, TimeUnit.SECONDS).publication();
            publication.awaitPackets(2);
            client.send(
                    new Command(
                            0,
                            "deleteStream",
                            0,
                            List.of(new AmfValue.Null(), new AmfValue.Number(1))));
            client.expectEnd();
            assertThat(publication.ended.get(20, TimeUnit.SECONDS))
                    .isEqualTo("ended by the publisher");
            publication.close();
        }
        await(server.close());
    }

    @Test
    void who_does_not_go_is_dismissed() throws Exception {
        try (TestingRtmpClient client = publisher(Capabilities.RECONNECT)) {
            Future<Void> drained = server.drain(Duration.ofMillis(50));
            client.expect(REQUEST);
            client.expect("onStatus NetStream.Publish.Rejected the server is shutting down");
            client.expectEnd();
            client.hangUp();
            await(drained);
        }
        gate.requests.poll(20, TimeUnit.SECONDS).publication().close();
    }

    @Test
    void who_does_not_know_it_is_dismissed_at_once() throws Exception {
        try (TestingRtmpClient client = publisher(Capabilities.MULTITRACK)) {
            Future<Void> drained = server.drain(LONG);
            client.expect("onStatus NetStream.Publish.Rejected the server is shutting down");
            client.expectEnd();
            client.hangUp();
            await(drained);
        }
        gate.requests.poll(20, TimeUnit.SECONDS).publication().close();
    }

    @Test
    void nobody_comes_any_more() throws Exception {
        int port = server.port();
        await(server.drain(LONG));
        assertThatThrownBy(() -> new TestingRtmpClient(port).connect())
                .isInstanceOf(IOException.class);
    }
}
