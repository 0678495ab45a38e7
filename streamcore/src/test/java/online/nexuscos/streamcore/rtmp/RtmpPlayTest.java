package online.nexuscos.streamcore.rtmp;

import static online.nexuscos.streamcore.rtmp.TestingTags.AAC_48000;
import static online.nexuscos.streamcore.rtmp.TestingTags.AVC_360P;
import static online.nexuscos.streamcore.rtmp.TestingTags.aacConfiguration;
import static online.nexuscos.streamcore.rtmp.TestingTags.aacFrame;
import static online.nexuscos.streamcore.rtmp.TestingTags.avcConfiguration;
import static online.nexuscos.streamcore.rtmp.TestingTags.keyframe;
import static online.nexuscos.streamcore.rtmp.TestingTags.tag;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import online.nexuscos.streamcore.hls.HlsStream;
import online.nexuscos.streamcore.hub.Hub;
import online.nexuscos.streamcore.hub.HubOptions;
import online.nexuscos.streamcore.hub.LiveStream;
import online.nexuscos.streamcore.hub.LocalStreamRegistry;
import online.nexuscos.streamcore.play.Broadcasts;
import online.nexuscos.streamcore.play.PlayForm;
import online.nexuscos.streamcore.play.PlayOptions;
import online.nexuscos.streamcore.play.PlayStatistics;
import online.nexuscos.streamcore.rtmp.amf.AmfValue;
import online.nexuscos.streamcore.rtmp.message.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The dialogue with a player, over a socket, as far as media and back. */
@Timeout(60)
class RtmpPlayTest {
    private static final AmfValue NULL = new AmfValue.Null();
    private static final long RECONNECT_MS = 300;

    /** With the mark of a packet before it: of FFmpeg's, 720p. */
    private static final String HEVC_CONFIGURATION =
            "68766331"
                    + "0101600000009000000000005df000fcfdf8f800000f03200001001840010c01ffff01600000"
                    + "030090000003000003005d959809210001002b42010101600000030090000003000003005da0"
                    + "0280802d165959a4932bc05a02000003000200000300321022000100074401c172b46240";

    private static final String HEVC_KEYFRAME = "9168766331000000" + "0000000226aa";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<Broadcasts> broadcasts = new AtomicReference<>();
    private final Hub hub =
            new Hub(
                    ((VertxInternal) vertx).nettyEventLoopGroup(),
                    (key, _) -> Future.succeededFuture(Optional.of(key)),
                    new LocalStreamRegistry(),
                    new HubOptions("here", RECONNECT_MS, 2000, 60_000, 10, 0),
                    InstantSource.system(),
                    new Hub.Listener() {
                        @Override
                        public void created(LiveStream stream) {
                            broadcasts.get().created(stream);
                        }

                        @Override
                        public void removed(LiveStream stream) {
                            broadcasts.get().removed(stream);
                        }
                    });
    private RtmpServer server;

    @BeforeEach
    void listen() throws Exception {
        Broadcasts all =
                new Broadcasts(
                        hub::stream,
                        (stream, pass) -> !stream.equals("secret") || pass.equals("good.pass"),
                        HlsStream.Audience.unlimited(),
                        new PlayOptions(
                                Duration.ofMillis(20),
                                1 << 20,
                                Duration.ofSeconds(5),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(10),
                                10,
                                Duration.ofSeconds(2)));
        broadcasts.set(all);
        server =
                await(
                        RtmpServer.listen(
                                vertx,
                                RtmpOptions.of("127.0.0.1", 0),
                                hub::publish,
                                (stream, pass, loop, sink) ->
                                        all.join(stream, pass, PlayForm.RTMP, loop, sink)));
    }

    @AfterEach
    void close() throws Exception {
        await(server.close());
        await(hub.close());
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private TestingRtmpClient publisher(String key) throws Exception {
        TestingRtmpClient client = new TestingRtmpClient(server.port()).publish(key);
        client.video(0, avcConfiguration(AVC_360P));
        client.audio(0, aacConfiguration(AAC_48000));
        client.video(0, keyframe(40));
        return client;
    }

    private TestingRtmpClient player() throws Exception {
        return new TestingRtmpClient(server.port());
    }

    private static final List<String> STARTED =
            List.of(
                    "event 0 1",
                    "onStatus NetStream.Play.Reset",
                    "onStatus NetStream.Play.Start",
                    "onMetaData",
                    "video 10000 1700",
                    "audio 10000 af00",
                    "video 10000 1701");

    @Test
    void a_player_is_told_all_that_it_must_know() throws Exception {
        try (var publisher = publisher("show");
                var player = player()) {
            player.connect().askToPlay("show");
            assertThat(player.lines(7)).isEqualTo(STARTED);
            publisher.audio(21, aacFrame());
            publisher.video(40, keyframe(0));
            // The second keyframe begins a burst, and is new to nobody.
            assertThat(player.lines(2)).containsExactly("audio 10021 af01", "video 10040 1701");
            assertThat(broadcasts.get().statistics(PlayForm.RTMP).viewers()).isEqualTo(1);
            assertThat(server.statistics().played()).isEqualTo(1);
        }
    }

    private TestingRtmpClient hevcPublisher() throws Exception {
        TestingRtmpClient client = new TestingRtmpClient(server.port()).publish("show");
        client.video(0, tag("90" + HEVC_CONFIGURATION));
        client.audio(0, aacConfiguration(AAC_48000));
        client.video(0, tag(HEVC_KEYFRAME));
        return client;
    }

    private static AmfValue names(String... names) {
        return new AmfValue.StrictArray(
                Stream.of(names).map(AmfValue.Text::new).map(AmfValue.class::cast).toList());
    }

    private static AmfValue map(String name, double flags) {
        return new AmfValue.ObjectMap(Map.of(name, new AmfValue.Number(flags)));
    }

    static Stream<Map<String, AmfValue>> playersOfHevc() {
        return Stream.of(
                Map.of(),
                Map.of("capsEx", new AmfValue.Number(1)),
                Map.of("fourCcList", names("hvc1")),
                Map.of("fourCcList", names("*")),
                Map.of("videoFourCcInfoMap", map("hvc1", 1)),
                Map.of("audioFourCcInfoMap", map("Opus", 1)));
    }

    @ParameterizedTest
    @MethodSource("playersOfHevc")
    void who_takes_hevc_or_says_nothing_of_it_gets_it(Map<String, AmfValue> said) throws Exception {
        try (var publisher = hevcPublisher();
                var player = player()) {
            player.connect("live", said).askToPlay("show");
            assertThat(player.lines(7))
                    .startsWith("event 0 1")
                    .endsWith("video 10000 9068", "audio 10000 af00", "video 10000 9368");
            publisher.hangUp();
        }
    }

    static Stream<Map<String, AmfValue>> playersWithoutHevc() {
        return Stream.of(
                Map.of("fourCcList", names("av01", "Opus")),
                Map.of("fourCcList", names()),
                Map.of("videoFourCcInfoMap", map("av01", 1)),
                Map.of("videoFourCcInfoMap", map("hvc1", 2)));
    }

    @ParameterizedTest
    @MethodSource("playersWithoutHevc")
    void who_does_not_take_hevc_is_told_so(Map<String, AmfValue> said) throws Exception {
        try (var publisher = hevcPublisher();
                var first = player();
                var player = player()) {
            first.connect().askToPlay("show");
            first.lines(7);
            player.connect("live", said).askToPlay("show");
            player.expect("_result");
            player.expect(
                    "onStatus NetStream.Play.Failed the stream has a codec that this player does"
                            + " not take, by what it said in connect: HEVC");
            player.expectEnd();
            publisher.hangUp();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "live, secret?pass=good.pass",
        "live/~good.pass, secret",
        "live, ~good.pass/secret",
        "live/~good.pass/, secret?x=1"
    })
    void a_pass_may_stand_in_any_place(String application, String name) throws Exception {
        try (var publisher = publisher("secret");
                var player = player()) {
            player.connect(application).askToPlay(name);
            assertThat(player.lines(7)).isEqualTo(STARTED);
            publisher.hangUp();
        }
    }

    @ParameterizedTest
    @CsvSource({"secret", "secret?pass=bad", "~bad/secret"})
    void without_a_pass_a_secret_stays_one(String name) throws Exception {
        try (var publisher = publisher("secret");
                var player = player()) {
            player.connect().askToPlay(name);
            player.expect("_result");
            player.expect("onStatus NetStream.Play.Failed this stream takes a signed path");
            player.expectEnd();
            publisher.hangUp();
        }
    }

    @Test
    void a_player_may_come_before_the_publisher_and_outlast_its_connection() throws Exception {
        try (var player = player()) {
            player.connect().askToPlay("show");
            try (var publisher = publisher("show")) {
                assertThat(player.lines(7)).isEqualTo(STARTED);
                publisher.hangUp();
            }
            try (var publisher = publisher("show")) {
                assertThat(player.lines(4))
                        .startsWith("onMetaData")
                        .last()
                        .asString()
                        .matches("video 100[0-9][0-9] 1701");
                publisher.hangUp();
            }
            // Nobody comes back.
            assertThat(player.lines(3))
                    .containsExactly(
                            "onStatus NetStream.Play.UnpublishNotify",
                            "event 1 1",
                            "onStatus NetStream.Play.Stop");
            player.expectEnd();
        }
    }

    @Test
    void when_the_server_stops_a_player_gets_the_rest() throws Exception {
        try (var publisher = publisher("show");
                var player = player()) {
            player.connect("live", Capabilities.RECONNECT).askToPlay("show");
            player.lines(7);
            publisher.video(40, keyframe(0));
            assertThat(player.lines(1)).containsExactly("video 10040 1701");
            Future<Void> drained = server.drain(Duration.ofSeconds(30));
            publisher.expectEnd();
            publisher.hangUp();
            await(drained);
            broadcasts.get().close();
            assertThat(player.lines(4))
                    .containsExactly(
                            "onStatus NetConnection.Connect.ReconnectRequest",
                            "onStatus NetStream.Play.UnpublishNotify",
                            "event 1 1",
                            "onStatus NetStream.Play.Stop");
            player.expectEnd();
        }
    }

    @Test
    void a_player_may_pause_but_not_seek() throws Exception {
        try (var publisher = publisher("show");
                var player = player()) {
            player.connect().askToPlay("show");
            player.lines(7);
            player.send(command("pause", NULL, new AmfValue.Bool(true), new AmfValue.Number(0)));
            assertThat(player.lines(2))
                    .containsExactly("event 1 1", "onStatus NetStream.Pause.Notify");
            publisher.audio(21, aacFrame());
            player.send(command("seek", NULL, new AmfValue.Number(0)));
            assertThat(player.lines(1)).containsExactly("onStatus NetStream.Seek.Failed");
            player.send(command("pause", NULL, new AmfValue.Bool(false), new AmfValue.Number(0)));
            assertThat(player.lines(2))
                    .containsExactly("event 0 1", "onStatus NetStream.Unpause.Notify");
            publisher.video(80, keyframe(0));
            assertThat(player.lines(4)).endsWith("video 10080 1701");
        }
    }

    @ParameterizedTest
    @CsvSource({"closeStream", "deleteStream"})
    void a_player_says_goodbye(String command) throws Exception {
        try (var publisher = publisher("show");
                var player = player()) {
            player.connect().askToPlay("show");
            player.lines(7);
            player.send(command(command, NULL, new AmfValue.Number(1)));
            player.expectEnd();
            publisher.hangUp();
        }
    }

    @Test
    void a_second_stream_on_a_connection_ends_it() throws Exception {
        try (var publisher = publisher("show");
                var player = player()) {
            player.connect().askToPlay("show");
            player.lines(7);
            player.send(command("play", NULL, new AmfValue.Text("show")));
            player.expectEnd();
            publisher.hangUp();
        }
    }

    @Test
    void who_does_not_read_is_closed_and_costs_the_others_nothing() throws Exception {
        try (var publisher = publisher("show");
                var stuck = new TestingRtmpClient(server.port(), 4096);
                var player = player()) {
            stuck.connect().askToPlay("show");
            stuck.lines(7);
            player.connect().askToPlay("show");
            player.lines(7);
            publisher.setChunkSize(1 << 16);
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            for (int i = 1; statistics().tooSlow() == 0; i++) {
                publisher.video(40L * i, largeKeyframe());
                assertThat(player.lines(1)).containsExactly("video " + (10_000 + 40 * i) + " 1701");
                assertThat(System.nanoTime()).isLessThan(end);
            }
            assertThat(statistics().dropped()).isPositive();
            assertThat(statistics().tooSlow()).isEqualTo(1);
            stuck.expectEnd();
        }
    }

    private PlayStatistics statistics() {
        return broadcasts.get().statistics(PlayForm.RTMP);
    }

    /** 200 kB. */
    private static ByteBuf largeKeyframe() {
        int length = 200_000;
        return Unpooled.buffer(9 + length)
                .writeBytes(new byte[] {0x17, 1, 0, 0, 0})
                .writeInt(length)
                .writeByte(0x65)
                .writeZero(length - 1);
    }

    private static Command command(String name, AmfValue... arguments) {
        return new Command(1, name, 0, List.of(arguments));
    }
}
