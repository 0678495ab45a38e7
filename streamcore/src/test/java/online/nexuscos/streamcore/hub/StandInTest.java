package online.nexuscos.streamcore.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import online.nexuscos.streamcore.hub.StreamStatus.State;
import online.nexuscos.streamcore.media.Packet;
import online.nexuscos.streamcore.slate.SlateClip;
import online.nexuscos.streamcore.slate.SlateForm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StandInTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final TestingSlates slates = new TestingSlates();
    private final TestingReader reader = new TestingReader();
    private final List<ByteBuf> payloads = new ArrayList<>();
    private final Hub hub =
            new Hub(
                    channel.eventLoop(),
                    (key, loopback) -> Future.succeededFuture(Optional.of("a")),
                    new LocalStreamRegistry(),
                    HubOptions.defaults(),
                    InstantSource.system(),
                    new Hub.Listener() {
                        @Override
                        public void created(LiveStream stream) {
                            stream.addReader(reader);
                        }

                        @Override
                        public void removed(LiveStream stream) {}
                    });

    private static final class TestingSlates implements Slates {
        private boolean alwaysOn = true;
        private Optional<SlateClip> clip = Optional.of(StandInTest.clip(1));
        private final List<SlateForm> asked = new ArrayList<>();

        @Override
        public boolean isAlwaysOn(String stream) {
            return alwaysOn;
        }

        @Override
        public Optional<SlateClip> clip(String stream, SlateForm form) {
            asked.add(form);
            return clip;
        }
    }

    /** Two seconds. */
    private static SlateClip clip(int value) {
        List<SlateClip.Picture> pictures = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            pictures.add(new SlateClip.Picture(i == 0, held(value)));
        }
        List<ByteBuf> sounds = new ArrayList<>();
        for (int i = 0; i < 94; i++) {
            sounds.add(held(2));
        }
        return new SlateClip(TestingMedia.VIDEO, 25, pictures, TestingMedia.AUDIO, sounds);
    }

    private static ByteBuf held(int value) {
        return Unpooled.unreleasableBuffer(Unpooled.buffer(1).writeByte(value));
    }

    @AfterEach
    void nothingLeaks() {
        hub.close();
        channel.runPendingTasks();
        channel.finishAndReleaseAll();
        assertThat(payloads).allSatisfy(payload -> assertThat(payload.refCnt()).isZero());
    }

    private void open() {
        hub.setSlates(slates);
        assertThat(hub.keepOpen("a")).isTrue();
        pass(0);
    }

    /** In small steps, as a loop would. */
    private void pass(long ms) {
        for (long step = 0; step <= ms; step += 20) {
            channel.advanceTimeBy(20, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }
        channel.runPendingTasks();
    }

    private void write(Publication publication, IngestPacket... packets) {
        for (IngestPacket packet : packets) {
            payloads.add(packet.payload());
        }
        publication.write(List.of(packets));
    }

    private Publication publish() {
        Publication publication = hub.publish("key", new TestingPublisher()).result();
        publication.begin(List.of(TestingMedia.VIDEO));
        return publication;
    }

    private State state() {
        return hub.status("a").orElseThrow().state();
    }

    private void assertOneTimeLine() {
        for (boolean video : new boolean[] {true, false}) {
            List<Long> times =
                    reader.packets.stream()
                            .filter(packet -> packet.track().isVideo() == video)
                            .map(Packet::dts)
                            .toList();
            assertThat(times).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void isThereBeforeTheFirstPublisherAndGoesRoundAndRound() {
        open();
        pass(5000);
        assertThat(state()).isEqualTo(State.SLATE);
        assertThat(reader.packets)
                .filteredOn(packet -> packet.track().isVideo())
                .hasSizeBetween(120, 130);
        assertThat(reader.packets)
                .filteredOn(packet -> packet.track().isVideo() && packet.keyframe())
                .hasSize(3);
        assertThat(slates.asked).containsOnly(SlateForm.DEFAULT);
        assertOneTimeLine();
        assertThat(reader.events).isEmpty();
    }

    @Test
    void yieldsToAPublisherAtItsFirstKeyframe() {
        open();
        pass(1000);
        Publication publication = publish();
        write(publication, TestingMedia.video(7, false));
        pass(200);
        assertThat(state()).isEqualTo(State.SLATE);
        write(publication, TestingMedia.video(7.04, true), TestingMedia.video(7.08, false));
        assertThat(state()).isEqualTo(State.LIVE);
        Packet last = reader.packets.getLast();
        assertThat(last.epoch().number()).isEqualTo(1);
        assertThat(reader.packets.get(reader.packets.size() - 2).keyframe()).isTrue();
        int count = reader.packets.size();
        pass(1000);
        assertThat(reader.packets).as("the slate has stopped").hasSize(count);
        assertOneTimeLine();
    }

    @Test
    void comesBackWhenThePublisherHasGone() {
        open();
        Publication publication = publish();
        write(publication, TestingMedia.video(0, true));
        publication.end("cable");
        assertThat(reader.events).containsExactly("interrupted");
        pass(StandIn.GRACE_MS + 2 * StandIn.LOOK_MS);
        assertThat(state()).isEqualTo(State.SLATE);
        assertThat(reader.packets.getLast().epoch().number()).isEqualTo(2);
        pass(60_000);
        assertThat(state()).as("it never ends").isEqualTo(State.SLATE);
        assertThat(reader.events).containsExactly("interrupted");
        assertOneTimeLine();
    }

    @Test
    void coversAPublisherWhoIsSilentUntilItSendsAgain() {
        open();
        Publication publication = publish();
        write(publication, TestingMedia.video(0, true));
        assertThat(state()).isEqualTo(State.LIVE);
        pass(StandIn.SILENCE_MS + 2 * StandIn.LOOK_MS);
        assertThat(state()).isEqualTo(State.SLATE);
        pass(20_000);
        write(publication, TestingMedia.video(2, false));
        assertThat(state()).as("however long it was silent").isEqualTo(State.SLATE);
        write(publication, TestingMedia.video(2.04, true));
        assertThat(state()).isEqualTo(State.LIVE);
        assertOneTimeLine();
    }

    @Test
    void letsThePublisherGoWhoNeverSentAPicture() {
        open();
        Publication publication = publish();
        publication.end("never mind");
        pass(500);
        assertThat(state()).isEqualTo(State.SLATE);
        assertThat(reader.events).isEmpty();
    }

    @Test
    void showsTheTracksThatThePublisherHad() {
        open();
        Publication publication = hub.publish("key", new TestingPublisher()).result();
        publication.begin(List.of(TestingMedia.AUDIO));
        write(publication, TestingMedia.audio(TestingMedia.AUDIO, 0));
        pass(500);
        publication.end("done");
        pass(1000);
        assertThat(state()).isEqualTo(State.SLATE);
        int last = reader.packets.getLast().epoch().number();
        assertThat(reader.packets)
                .filteredOn(packet -> packet.epoch().number() == last)
                .noneMatch(packet -> packet.track().isVideo());
    }

    @Test
    void endsAsOthersDoOnceItIsNotAlwaysOn() {
        open();
        pass(500);
        slates.alwaysOn = false;
        pass(200);
        assertThat(state()).isEqualTo(State.WAITING);
        assertThat(reader.events).containsExactly("interrupted");
        pass(11_000);
        assertThat(state()).isEqualTo(State.ENDED);
    }

    @Test
    void waitsForAClipThatIsNotMadeYet() {
        slates.clip = Optional.empty();
        open();
        pass(1000);
        assertThat(state()).isEqualTo(State.WAITING);
        assertThat(reader.packets).isEmpty();
        slates.clip = Optional.of(StandInTest.clip(1));
        pass(200);
        assertThat(state()).isEqualTo(State.SLATE);
    }

    @Test
    void showsABetterClipAsSoonAsItIsThere() {
        open();
        pass(500);
        slates.clip = Optional.of(StandInTest.clip(3));
        pass(500);
        assertThat(reader.packets.getLast().epoch().number()).isEqualTo(1);
        assertOneTimeLine();
    }

    /** Publishers whose software sends half a second at once, again and again. */
    @Test
    void givesBackWhatBurstsPutAheadOfTheClock() {
        open();
        pass(1000);
        double begun = ahead();
        for (int round = 0; round < 5; round++) {
            Publication publication = publish();
            for (int frame = 0; frame < 13; frame++) {
                write(publication, TestingMedia.video(frame / 25.0, frame == 0));
            }
            publication.end("gone");
            pass(500);
            assertThat(ahead() - begun).as("seconds, at once").isLessThan(1.2);
        }
        pass(25_000);
        assertThat(ahead() - begun).as("seconds, in the end").isBetween(-0.1, 0.1);
        assertOneTimeLine();
    }

    /** How far the last picture is ahead of the clock, in seconds from some moment on. */
    private double ahead() {
        Packet last = reader.packets.getLast();
        return last.track().seconds(last.dts()) - channel.eventLoop().ticker().nanoTime() / 1e9;
    }
}
