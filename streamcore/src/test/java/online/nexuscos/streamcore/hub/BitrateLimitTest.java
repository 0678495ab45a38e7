package online.nexuscos.streamcore.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BitrateLimitTest {
    /** Of the publisher below, who sends a keyframe of 1000 bytes a second. */
    private static final long BITS_PER_SECOND = 8000;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Hub hub =
            new Hub(
                    channel.eventLoop(),
                    (key, loopback) -> Future.succeededFuture(Optional.of("a")),
                    new LocalStreamRegistry(),
                    HubOptions.defaults(),
                    InstantSource.system(),
                    new Hub.Listener() {
                        @Override
                        public void created(LiveStream stream) {}

                        @Override
                        public void removed(LiveStream stream) {}
                    });
    private final TestingPublisher publisher = new TestingPublisher();
    private final Publication publication = hub.publish("key", publisher).result();
    private int second;

    @BeforeEach
    void begin() {
        publication.begin(List.of(TestingMedia.VIDEO));
    }

    @AfterEach
    void close() {
        hub.close();
        channel.runPendingTasks();
        channel.finishAndReleaseAll();
    }

    private void limit(long bitsPerSecond) {
        HubOptions defaults = HubOptions.defaults();
        hub.setOptions(
                new HubOptions(
                        defaults.node(),
                        defaults.reconnectMs(),
                        defaults.silentMs(),
                        defaults.lingerMs(),
                        1,
                        bitsPerSecond));
    }

    private void send(int seconds) {
        for (int end = second + seconds; second < end; second++) {
            publication.write(
                    List.of(
                            new IngestPacket(
                                    TestingMedia.VIDEO,
                                    second * 90_000L,
                                    second * 90_000L,
                                    0,
                                    true,
                                    TimeUnit.SECONDS.toNanos(second + 1),
                                    Unpooled.directBuffer().writeZero(1000))));
        }
    }

    private List<String> warnings() {
        return hub.status("a").orElseThrow().warnings();
    }

    @Test
    void warnsThenCutsOffWithAReason() {
        limit(BITS_PER_SECOND / 2);
        send(LiveStream.MAX_SECONDS_OVER);
        assertThat(publisher.closed()).isEmpty();
        assertThat(warnings()).anyMatch(text -> text.contains("than the 0.0 Mb/s"));
        send(5);
        assertThat(publisher.closed()).hasSize(1).first().asString().contains("Mb/s for 5 s");
        assertThat(hub.cutForBitrate()).isEqualTo(1);
        assertThat(hub.status("a").orElseThrow().state()).isEqualTo(StreamStatus.State.WAITING);
    }

    @Test
    void letsAloneWhoKeepsToIt() {
        limit(3 * BITS_PER_SECOND);
        send(20);
        assertThat(publisher.closed()).isEmpty();
        assertThat(warnings()).noneMatch(text -> text.contains("Mb/s"));
    }

    @Test
    void takesALimitThatIsSetMeanwhile() {
        send(10);
        assertThat(publisher.closed()).isEmpty();
        limit(BITS_PER_SECOND / 2);
        send(10);
        assertThat(publisher.closed()).hasSize(1);
    }

    @Test
    void countsWhomItRefusesForTooManyStreams() {
        limit(0);
        Hub full =
                new Hub(
                        channel.eventLoop(),
                        (key, loopback) -> Future.succeededFuture(Optional.of(key)),
                        new LocalStreamRegistry(),
                        new HubOptions("local", 0, 0, 0, 1, 0),
                        InstantSource.system(),
                        new Hub.Listener() {
                            @Override
                            public void created(LiveStream stream) {}

                            @Override
                            public void removed(LiveStream stream) {}
                        });
        assertThat(full.publish("one", new TestingPublisher()).succeeded()).isTrue();
        assertThat(full.publish("two", new TestingPublisher()).cause())
                .hasMessage("streams: 1 (expected: < 1)");
        assertThat(full.refusedStreams()).isEqualTo(1);
        full.close();
    }
}
