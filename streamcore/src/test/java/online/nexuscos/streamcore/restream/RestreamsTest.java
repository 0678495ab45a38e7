package online.nexuscos.streamcore.restream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import online.nexuscos.platform.net.AddressPolicy;
import online.nexuscos.streamcore.hub.Hub;
import online.nexuscos.streamcore.hub.HubOptions;
import online.nexuscos.streamcore.hub.IngestPacket;
import online.nexuscos.streamcore.hub.LiveStream;
import online.nexuscos.streamcore.hub.LocalStreamRegistry;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.hub.TestingMedia;
import online.nexuscos.streamcore.hub.TestingPublisher;
import online.nexuscos.streamcore.restream.Target.Author;
import online.nexuscos.streamcore.restream.Target.Mode;
import online.nexuscos.streamcore.restream.TargetStatus.State;
import online.nexuscos.streamcore.restream.TestingTarget.Manner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class RestreamsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final EventLoopGroup loops = ((VertxInternal) vertx).nettyEventLoopGroup();
    private final Restreams restreams = new Restreams(ports());
    private final Hub hub =
            new Hub(
                    loops,
                    (key, _) -> Future.succeededFuture(Optional.of(key)),
                    new LocalStreamRegistry(),
                    new HubOptions("local", 300, 2000, 300, 100, 0),
                    InstantSource.system(),
                    new Hub.Listener() {
                        @Override
                        public void created(LiveStream stream) {
                            restreams.started(stream);
                        }

                        @Override
                        public void removed(LiveStream stream) {}
                    });

    private RestreamPorts ports() {
        return new RestreamPorts(
                loops::next,
                host -> Future.succeededFuture(InetAddress.ofLiteral(host)),
                AddressPolicy.PUBLIC,
                (stream, address, _) ->
                        Future.succeededFuture(
                                address instanceof TargetAddress.Rtmp(var rtmp)
                                        && rtmp.name().equals(stream)),
                RtmpSender.opener(
                        ((VertxInternal) vertx).transport().channelFactory(false),
                        RestreamsTest::noTls),
                SrtSender.opener(((VertxInternal) vertx).transport()::datagramChannel),
                new Backoff(20, 100),
                InstantSource.system(),
                new RestreamMetrics(new PrometheusRegistry()));
    }

    private static SslContext noTls() {
        throw new AssertionError("no TLS here");
    }

    @AfterEach
    void close() throws Exception {
        await(hub.close());
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static Target target(String id, String url) {
        return new Target(id, id, TargetAddress.parse(url, ""), Author.OPERATOR, Mode.ON);
    }

    private TargetStatus awaitStatus(String id, Predicate<TargetStatus> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            TargetStatus status =
                    restreams.statuses("show").stream()
                            .filter(each -> each.id().equals(id))
                            .findFirst()
                            .orElseThrow();
            if (wanted.test(status)) {
                return status;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(status.toString());
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    private TargetStatus awaitState(String id, State state) {
        return awaitStatus(id, status -> status.state() == state);
    }

    /** Publishes pictures at 25 frames a second from this second on, as fast as they are taken. */
    private final class Source {
        private final Publication publication;
        private double seconds;

        Source() throws Exception {
            publication = await(hub.publish("show", new TestingPublisher()));
            publication.begin(List.of(TestingMedia.VIDEO));
        }

        void send(double duration) throws Exception {
            List<IngestPacket> packets = new ArrayList<>();
            for (int i = 0; i < Math.round(duration * 25); i++) {
                packets.add(TestingMedia.video(seconds + i / 25.0, i % 25 == 0));
            }
            seconds += duration;
            write(packets);
        }

        void sendLarge(int pictures, int bytes) throws Exception {
            for (int i = 0; i < pictures; i++) {
                IngestPacket small = TestingMedia.video(seconds, true);
                small.payload().release();
                write(
                        List.of(
                                new IngestPacket(
                                        small.track(),
                                        small.dts(),
                                        small.pts(),
                                        small.duration(),
                                        true,
                                        small.arrivalNanos(),
                                        Unpooled.directBuffer(bytes).writeZero(bytes))));
                seconds += 0.04;
            }
        }

        private void write(List<IngestPacket> packets) throws Exception {
            LiveStream stream = hub.stream("show").orElseThrow();
            publication.write(packets);
            // Comes back when the stream has handed them all to its readers.
            stream.loop().submit(() -> {}).get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void goesToEachTargetAndSaysFarewell() throws Exception {
        try (TestingTarget one = new TestingTarget(Manner.TAKES);
                TestingTarget two = new TestingTarget(Manner.TAKES)) {
            restreams.set("show", List.of(target("one", one.url()), target("two", two.url())));
            assertThat(restreams.statuses("show"))
                    .extracting(TargetStatus::state)
                    .containsExactly(State.OFF, State.OFF);
            Source source = new Source();
            source.send(1);
            for (TestingTarget target : List.of(one, two)) {
                assertThat(target.await("publish")).isEqualTo("publish secret-key");
                target.await("metadata");
                assertThat(target.await("video"))
                        .as("configuration")
                        .isEqualTo("video 170000000001");
                // The picture that the target joins with is a key frame at the front of the group.
                assertThat(target.await("video")).startsWith("video 1701000028");
            }
            TargetStatus status = awaitState("one", State.LIVE);
            assertThat(status.place()).isEqualTo("rtmp://127.0.0.1:" + one.port());
            assertThat(status.toString()).doesNotContain("secret-key");
            awaitStatus("one", live -> live.bytes() > 500);
            source.publication.end("over");
            one.await("FCUnpublish");
            two.await("deleteStream");
            awaitState("one", State.OFF);
        }
    }

    @Test
    void aTargetThatTakesNothingCostsTheOthersNothing() throws Exception {
        try (TestingTarget good = new TestingTarget(Manner.TAKES);
                TestingTarget bad = new TestingTarget(Manner.STALLS)) {
            restreams.set("show", List.of(target("bad", bad.url()), target("good", good.url())));
            Source source = new Source();
            source.send(0.04);
            awaitState("bad", State.LIVE);
            awaitState("good", State.LIVE);
            good.await("video 1701");
            // 30 MB: some times what the queue and the sockets hold.
            for (int i = 0; i < 30; i++) {
                source.sendLarge(10, 100_000);
                for (int k = 0; k < 10; k++) {
                    good.await("video 1701");
                }
            }
            TargetStatus stalled = awaitStatus("bad", status -> status.dropped() > 50);
            assertThat(stalled.bytes()).isLessThan(25 << 20);
            assertThat(awaitState("good", State.LIVE).dropped()).isZero();
            source.publication.end("over");
        }
    }

    @Test
    void followsATargetThatSendsItElsewhere() throws Exception {
        try (TestingTarget one = new TestingTarget(Manner.TAKES);
                TestingTarget two = new TestingTarget(Manner.TAKES)) {
            one.moveTo("rtmp://127.0.0.1:" + two.port() + "/live");
            restreams.set("show", List.of(target("one", one.url())));
            Source source = new Source();
            source.send(0.2);
            assertThat(one.await("connect")).isEqualTo("connect");
            assertThat(two.await("publish")).isEqualTo("publish secret-key");
            one.await("FCUnpublish");
            two.await("video 1701");
            awaitState("one", State.LIVE);
            assertThat(one.connections).hasValue(1);
            source.publication.end("over");
        }
    }

    @Test
    void isSentElsewhereFiveTimesInARowAndThenCallsAsUsual() throws Exception {
        try (TestingTarget one = new TestingTarget(Manner.TAKES)) {
            one.moveTo("");
            restreams.set("show", List.of(target("one", one.url())));
            Source source = new Source();
            source.send(0.2);
            awaitStatus("one", status -> status.attempts() > Forward.MAX_DETOURS + 2);
            one.behave(Manner.TAKES);
            awaitState("one", State.LIVE);
            source.publication.end("over");
        }
    }

    @Test
    void isNotSentWhereItMayNotGo() throws Exception {
        try (TestingTarget one = new TestingTarget(Manner.TAKES)) {
            // The operator named 127.0.0.1, and nothing else that is private.
            one.moveTo("rtmp://10.0.0.1/live");
            restreams.set("show", List.of(target("one", one.url())));
            Source source = new Source();
            source.send(0.2);
            TargetStatus status =
                    awaitStatus("one", each -> each.reason().startsWith("it sends us to"));
            assertThat(status.reason()).contains("private network");
            one.behave(Manner.TAKES);
            awaitState("one", State.LIVE);
            assertThat(one.connections.get()).isGreaterThan(1);
            source.publication.end("over");
        }
    }

    @Test
    void comesBackAfterALostLineAndGivesUpAfterRefusals() throws Exception {
        try (TestingTarget target = new TestingTarget(Manner.LEAVES)) {
            restreams.set("show", List.of(target("one", target.url())));
            Source source = new Source();
            source.send(0.2);
            target.await("gone");
            awaitStatus("one", status -> status.attempts() > 2);
            target.behave(Manner.TAKES);
            awaitState("one", State.LIVE);
            target.behave(Manner.REFUSES);
            restreams.set("show", List.of(target("two", target.url())));
            target.await("FCUnpublish");
            TargetStatus failed = awaitState("two", State.FAILED);
            assertThat(failed.attempts()).isEqualTo(Forward.MAX_REFUSALS);
            assertThat(failed.reason()).isEqualTo("NetStream.Publish.BadName: of ***");
            assertThat(restreams.statuses("show")).hasSize(1);
        }
    }

    @Test
    void whatStaysAsItIsGoesOnWhenTheOthersChange() throws Exception {
        try (TestingTarget one = new TestingTarget(Manner.TAKES);
                TestingTarget two = new TestingTarget(Manner.TAKES)) {
            restreams.set("show", List.of(target("one", one.url())));
            Source source = new Source();
            source.send(0.2);
            awaitState("one", State.LIVE);
            restreams.set("show", List.of(target("one", one.url()), target("two", two.url())));
            awaitState("two", State.LIVE);
            Target off =
                    new Target(
                            "two",
                            "two",
                            TargetAddress.parse(two.url(), ""),
                            Author.OPERATOR,
                            Mode.OFF);
            restreams.set("show", List.of(target("one", one.url()), off));
            two.await("FCUnpublish");
            assertThat(awaitState("two", State.OFF).mode()).isEqualTo(Mode.OFF);
            assertThat(one.connections).hasValue(1);
            source.send(0.2);
            one.await("video 2701");
        }
    }

    @Test
    void whatIsPushedStaysUntilTheStreamEnds() throws Exception {
        try (TestingTarget target = new TestingTarget(Manner.TAKES)) {
            Source source = new Source();
            source.send(0.2);
            restreams.push("show", TargetAddress.parse(target.url(), ""));
            target.await("video 1701");
            restreams.set("show", List.of());
            assertThat(awaitState("redirect-1", State.LIVE).attempts()).isEqualTo(1);
            source.publication.end("over");
            target.await("FCUnpublish");
        }
    }

    @Test
    void isNotItsOwnTargetNorThatOfAPrivateNetwork() throws Exception {
        try (TestingTarget target = new TestingTarget(Manner.TAKES)) {
            Target owners =
                    new Target(
                            "owners",
                            "owners",
                            TargetAddress.parse(target.url(), ""),
                            Author.OWNER,
                            Mode.ON);
            restreams.set(
                    "show",
                    List.of(
                            target("loop", "rtmp://127.0.0.1:" + target.port() + "/live/show"),
                            owners));
            new Source().send(0.2);
            assertThat(awaitState("loop", State.FAILED).reason())
                    .isEqualTo("this is the channel itself");
            assertThat(awaitState("owners", State.FAILED).reason())
                    .isEqualTo("an address of a private network, which is not allowed");
            assertThat(target.connections).hasValue(0);
        }
    }

    @Test
    void aNewEpochTellsItsConfiguration() throws Exception {
        try (TestingTarget target = new TestingTarget(Manner.TAKES)) {
            restreams.set("show", List.of(target("one", target.url())));
            Source source = new Source();
            source.send(0.2);
            target.await("video 1700");
            source.publication.begin(List.of(TestingMedia.VIDEO, TestingMedia.AUDIO));
            source.send(0.2);
            target.await("metadata");
            target.await("video 1700");
            assertThat(target.await("audio")).isEqualTo("audio af0002");
            target.await("video 1701");
            assertThat(target.connections).hasValue(1);
        }
    }

    @Test
    void hasABound() {
        List<Target> many =
                IntStream.rangeClosed(0, Restreams.MAX_TARGETS)
                        .mapToObj(i -> target("id" + i, "rtmp://127.0.0.1:1/live/x"))
                        .toList();
        assertThatThrownBy(() -> restreams.set("show", many))
                .hasMessage("21 targets (expected: <= 20)");
    }
}
