package online.nexuscos.streamcore.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import online.nexuscos.streamcore.hub.PublishRefusedException.Reason;
import online.nexuscos.streamcore.hub.StreamStatus.State;
import online.nexuscos.streamcore.media.Packet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HubTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<String> life = new ArrayList<>();
    private final List<ByteBuf> payloads = new ArrayList<>();
    private final Hub hub =
            new Hub(
                    channel.eventLoop(),
                    (key, loopback) ->
                            Future.succeededFuture(
                                    key.startsWith("key-")
                                            ? Optional.of(key.substring(4, 5))
                                            : Optional.empty()),
                    new LocalStreamRegistry(),
                    HubOptions.defaults(),
                    InstantSource.system(),
                    new Hub.Listener() {
                        @Override
                        public void created(LiveStream stream) {
                            life.add("created " + stream.name());
                        }

                        @Override
                        public void removed(LiveStream stream) {
                            life.add("removed " + stream.name());
                        }
                    });

    @AfterEach
    void nothingLeaks() {
        hub.close();
        channel.runPendingTasks();
        channel.finishAndReleaseAll();
        assertThat(payloads).allSatisfy(payload -> assertThat(payload.refCnt()).isZero());
    }

    private Publication publish(String key) {
        return hub.publish(key, new TestingPublisher()).result();
    }

    private @Nullable Reason refusal(String key) {
        Future<Publication> asked = hub.publish(key, new TestingPublisher());
        return asked.cause() instanceof PublishRefusedException refused ? refused.reason() : null;
    }

    private void write(Publication publication, List<IngestPacket> packets) {
        packets.forEach(packet -> payloads.add(packet.payload()));
        publication.write(packets);
    }

    private void pass(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    private State state() {
        return hub.status("a").orElseThrow().state();
    }

    @Test
    void refusesAnUnknownKey() {
        assertThat(refusal("nonsense")).isEqualTo(Reason.UNKNOWN_KEY);
        assertThat(hub.statuses()).isEmpty();
    }

    @Test
    void refusesSecondPublisherAndKeepsTheFirst() {
        publish("key-a");
        assertThat(refusal("key-a")).isEqualTo(Reason.ALREADY_LIVE);
        assertThat(refusal("key-a2")).isEqualTo(Reason.ALREADY_LIVE);
        assertThat(state()).isEqualTo(State.LIVE);
    }

    @Test
    void replacesSilentPublisherWithTheSameKey() {
        TestingPublisher first = new TestingPublisher();
        Publication old = hub.publish("key-a", first).result();
        pass(3);
        assertThat(refusal("key-a2")).isEqualTo(Reason.ALREADY_LIVE);
        assertThat(refusal("key-a")).isNull();
        assertThat(first.closed()).hasSize(1);
        old.end("late");
        assertThat(state()).isEqualTo(State.LIVE);
    }

    @Test
    void waitsTenSecondsThenEndsThenForgets() {
        Publication publication = publish("key-a");
        TestingReader reader = new TestingReader();
        hub.stream("a").orElseThrow().addReader(reader);
        publication.end("cable");
        assertThat(state()).isEqualTo(State.WAITING);
        pass(9);
        publish("key-a").end("again");
        pass(9);
        assertThat(state()).isEqualTo(State.WAITING);
        pass(2);
        assertThat(state()).isEqualTo(State.ENDED);
        assertThat(reader.events).containsExactly("interrupted", "interrupted", "ended");
        pass(61);
        assertThat(hub.status("a")).isEmpty();
        assertThat(life).containsExactly("created a", "removed a");
    }

    @Test
    void beginsAnewAfterTheEnd() {
        publish("key-a").end("cable");
        pass(11);
        publish("key-a");
        channel.runPendingTasks();
        assertThat(state()).isEqualTo(State.LIVE);
        assertThat(life).containsExactly("created a", "created a", "removed a");
    }

    @Test
    void givesTheCachedPicturesToLateReader() {
        Publication publication = publish("key-a");
        publication.begin(List.of(TestingMedia.VIDEO));
        write(publication, TestingMedia.video(3, 25, 2));
        TestingReader reader = new TestingReader();
        hub.stream("a").orElseThrow().addReader(reader);
        assertThat(reader.packets).hasSize(25);
        assertThat(reader.packets.getFirst().keyframe()).isTrue();
    }

    @Test
    void dropsVideoBeforeTheFirstKeyframe() {
        Publication publication = publish("key-a");
        TestingReader reader = new TestingReader();
        hub.stream("a").orElseThrow().addReader(reader);
        publication.begin(List.of(TestingMedia.VIDEO));
        write(publication, List.of(TestingMedia.video(0, false), TestingMedia.video(0.04, true)));
        assertThat(reader.packets).hasSize(1);
        assertThat(hub.status("a").orElseThrow().drops()).isEqualTo(1);
    }

    @Test
    void keepsOneTimeLineWhenTheClockGoesBackAnHour() {
        Publication publication = publish("key-a");
        TestingReader reader = new TestingReader();
        hub.stream("a").orElseThrow().addReader(reader);
        publication.begin(List.of(TestingMedia.VIDEO));
        List<IngestPacket> late = new ArrayList<>();
        for (double seconds : new double[] {3600, 3600.04, 0, 0.04}) {
            late.add(TestingMedia.video(seconds, true));
        }
        write(publication, late);
        assertThat(reader.packets)
                .extracting(packet -> packet.epoch().number())
                .containsExactly(0, 0, 1, 1);
        assertThat(reader.packets).extracting(Packet::dts).isSorted();
        assertThat(reader.packets.get(2).dts() - reader.packets.get(1).dts()).isLessThan(9000);
    }

    @Test
    void boundsSlowReaderAndGoesOnAtKeyframe() {
        Publication publication = publish("key-a");
        publication.begin(List.of(TestingMedia.VIDEO));
        TestingSink sink = new TestingSink();
        BoundedReader reader =
                new BoundedReader(
                        "viewer",
                        channel.eventLoop(),
                        new BoundedReader.Limits(60, 1 << 20, Long.MAX_VALUE),
                        sink);
        hub.stream("a").orElseThrow().addReader(reader);
        write(publication, TestingMedia.video(6.4, 25, 2));
        channel.runPendingTasks();
        assertThat(sink.packets).isEmpty();
        assertThat(reader.dropped()).isPositive();
        sink.writable = true;
        reader.drain();
        assertThat(sink.packets.getFirst().keyframe()).isTrue();
        assertThat(sink.packets).hasSizeLessThanOrEqualTo(60);
        sink.packets.forEach(Packet::release);
        reader.close("test over");
    }

    @Test
    void closesReaderThatStaysSlow() {
        Publication publication = publish("key-a");
        publication.begin(List.of(TestingMedia.VIDEO));
        TestingSink sink = new TestingSink();
        BoundedReader reader =
                new BoundedReader(
                        "viewer",
                        channel.eventLoop(),
                        new BoundedReader.Limits(10, 1 << 20, 1),
                        sink);
        hub.stream("a").orElseThrow().addReader(reader);
        write(publication, TestingMedia.video(4, 25, 0.4));
        channel.runPendingTasks();
        assertThat(sink.closed).containsExactly("too slow");
    }

    private static final class TestingSink implements PacketSink {
        private final List<Packet> packets = new ArrayList<>();
        private final List<String> closed = new ArrayList<>();
        private boolean writable;

        @Override
        public boolean isWritable() {
            return writable;
        }

        @Override
        public void write(Packet packet) {
            packets.add(packet);
        }

        @Override
        public void close(String reason) {
            closed.add(reason);
        }
    }
}
